"""The seed shelf: one file a sector or kind of spending, each indicator under its own code; see ``jixiao.library.book``.

[group] says what its indicators share: sectors, key words of projects, and by class ([group.数量指标]) the source, the method and the
evidence they usually have. Below stand the indicators: [XX-01] with ``class`` (or ``places``), ``name``, ``unit``, ``op`` (≥ when left
out), ``over`` (numerator, denominator), ``means``, ``basis`` and ``evidence`` as "category：text", ``usual``, and where they are owed
``due``, ``base``, ``asked``, ``bands``.
"""
