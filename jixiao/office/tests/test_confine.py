"""The confined child: a file that hangs, eats memory or crashes its reader costs one refusal; the next file is read."""

import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import threading
import time
import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest

from jixiao.kernel.refusal import Refused
from jixiao.office import book, child, confine, limits, readers
from jixiao.office.confine import Confined, read_confined
from jixiao.office.facts import Document, Paragraph

from .builders import docx, p, tbl, tc, told

HONEST = docx(p("正文") + tbl(tc("甲") + tc("乙")))


@pytest.fixture(scope="module")
def shared() -> Iterator[Confined]:
    with Confined() as reader:
        yield reader


def test_a_file_is_read_as_it_is_without_confinement(shared: Confined) -> None:
    assert shared.read(HONEST, "a.docx") == book.read(HONEST)


def test_one_file_can_be_read_on_its_own() -> None:
    assert told(read_confined(HONEST, "a.docx")) == ["正文"]


def test_a_refusal_comes_through_as_the_same_sentence(shared: Confined) -> None:
    with pytest.raises(Refused) as caught:
        book.read(b"MZ\x90", "a.doc")
    with pytest.raises(Refused, match=r"^" + caught.value.sentence + "$"):
        shared.read(b"MZ\x90", "a.doc")


def test_a_file_too_big_or_empty_is_refused_before_the_child_is_asked() -> None:
    with Confined() as reader:
        for data in (b"", b"x" * (limits.MAX_FILE + 1)):
            with pytest.raises(Refused):
                reader.read(data)
        assert reader._child is None


def test_the_child_serves_many_files_and_is_replaced_after_so_many() -> None:
    with Confined(files=2) as reader:
        seen = []
        for _ in range(3):
            reader.read(b"text", "a.txt")
            seen.append(reader._child)
        assert seen[0] is not None
        assert seen[1] is None
        assert seen[2] is not None


@pytest.mark.slow
def test_many_threads_may_ask(shared: Confined) -> None:
    found: list[Document] = []

    def ask(number: int) -> None:
        found.append(shared.read(f"文本{number}".encode(), "a.txt"))

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(told(document)[0] for document in found) == [f"文本{number}" for number in range(8)]


def hanging(monkeypatch: pytest.MonkeyPatch, body: str) -> None:
    """Let the child run ``body`` in the place of reading: a reader gone wrong, on our own order."""
    monkeypatch.setattr(
        confine,
        "START",
        confine.START.replace("; main(sys.argv[1:])", f"; import jixiao.office.child as child; {body}; main(sys.argv[1:])"),
    )


@pytest.mark.slow
def test_a_reader_that_hangs_is_stopped_and_the_next_file_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    hanging(monkeypatch, "import time; child.book.read = lambda data, name: time.sleep(60)")
    with Confined(seconds=0.6) as reader:
        started = time.perf_counter()
        with pytest.raises(Refused, match=r"「慢.docx」读了 0.6 秒还没有读完"):
            reader.read(HONEST, "慢.docx")
        assert time.perf_counter() - started < 20
        monkeypatch.undo()
        assert told(reader.read(HONEST)) == ["正文"]


@pytest.mark.slow
def test_what_the_child_started_ends_with_it_and_its_folder_goes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))  # others on this machine make such folders too
    hanging(
        monkeypatch, "import subprocess, time; child.book.read = lambda data, name: subprocess.run(['sleep', '61.25'], process_group=0)"
    )
    with Confined(seconds=0.8) as reader, pytest.raises(Refused, match="没有读完"):
        reader.read(HONEST)

    time.sleep(0.1)
    alive = [path for path in Path("/proc").glob("[0-9]*/cmdline") if b"61.25" in _bytes(path)]
    assert alive == []
    assert list(tmp_path.iterdir()) == []


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


@pytest.mark.slow
def test_a_reader_that_eats_memory_is_refused_and_goes_on() -> None:
    """The file is honest; 60 MB are not enough for it. With room it is read: the limit is what refuses."""
    data = docx(tbl(*["".join(tc("甲" * 40) for _ in range(8)) for _ in range(5_000)]))
    with Confined(megabytes=60) as small, pytest.raises(Refused, match="过大"):
        small.read(data, "大.docx")
    with Confined() as roomy:
        assert roomy.read(data).tables[0].height == 5_000


@pytest.mark.slow
@pytest.mark.parametrize(
    "body",
    [
        "import os; child.book.read = lambda data, name: os.abort()",
        "child.answer = lambda data, name: [1]",
        "import os; child.book.read = lambda data, name: os._exit(3)",
    ],
)
def test_a_reader_that_crashes_or_answers_nonsense_is_refused(body: str, monkeypatch: pytest.MonkeyPatch) -> None:
    hanging(monkeypatch, body)
    with Confined() as reader:
        with pytest.raises(Refused, match=r"「坏.docx」读到一半中断了"):
            reader.read(HONEST, "坏.docx")
        assert reader._child is None
        monkeypatch.undo()
        assert told(reader.read(HONEST)) == ["正文"]


@pytest.mark.slow
def test_an_answer_past_all_measure_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confine, "MAX_ANSWER", 10)
    with Confined() as reader, pytest.raises(Refused, match="中断"):
        reader.read(HONEST)


@pytest.mark.slow
def test_processor_time_is_limited_for_each_file(monkeypatch: pytest.MonkeyPatch) -> None:
    hanging(
        monkeypatch, "import itertools, collections; child.book.read = lambda data, name: collections.deque(itertools.count(), maxlen=0)"
    )
    with Confined(seconds=1.0) as reader:
        monkeypatch.setattr(reader, "_seconds", 20)
        reader._child = confine._Child(1_024, 1)
        with pytest.raises(Refused, match="中断"):
            reader.read(HONEST)


@pytest.mark.slow
def test_a_fault_of_our_own_is_logged_without_a_word_of_the_document(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    hanging(monkeypatch, "child.book.read = lambda data, name: {}['机密']")
    with Confined() as reader, pytest.raises(Refused, match=r"「a.docx」的内容读不出来"):
        reader.read(HONEST, "a.docx")

    assert "KeyError" in caplog.text
    assert "机密" not in caplog.text


def test_the_child_sees_nothing_of_our_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIXIAO_SECRET", "geheim")
    with Confined() as reader:
        reader.read(b"text")
        assert reader._child is not None
        seen = Path(f"/proc/{reader._child._process.pid}/environ").read_bytes()
        open_files = {str(path.readlink()) for path in Path(f"/proc/{reader._child._process.pid}/fd").iterdir()}

    assert b"geheim" not in seen
    assert all(name.startswith(("pipe:", "/dev/null", "/dev/urandom")) for name in open_files)


def test_a_child_killed_between_two_files_is_replaced_without_a_word() -> None:
    with Confined() as reader:
        reader.read(b"text")
        assert reader._child is not None
        os.kill(reader._child._process.pid, signal.SIGKILL)
        reader._child._process.wait()
        assert told(reader.read("好".encode())) == ["好"]


def test_a_child_of_before_a_fork_is_let_go_and_not_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    with Confined() as reader:
        reader.read(b"text")
        first = reader._child
        assert first is not None
        pid = first._process.pid
        monkeypatch.setattr(first, "_owner", -1)
        first._end.detach()
        first._end = weakref.finalize(first, confine._end, first._process, "/nonexistent", -1)
        reader.read(b"text")
        assert reader._child is not first
    os.waitpid(pid, 0)


@pytest.mark.slow
def test_the_child_starts_quickly_and_loads_no_library_it_does_not_need() -> None:
    code = "import sys; sys.path.insert(0, sys.argv[1]); from jixiao.office import book; book.read(sys.stdin.buffer.read()); print(*sorted(sys.modules))"
    out = (
        subprocess.run([sys.executable, "-I", "-c", code, str(confine.ROOT)], input=HONEST, capture_output=True, check=True)
        .stdout.decode()
        .split()
    )
    assert not {"pdfplumber", "python_calamine", "xlsxwriter", "olefile", "subprocess", "django"} & set(out)

    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    for _ in range(5):
        read_confined(b"text")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) / 5 < 0.15


def test_limits_are_never_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: dict[int, tuple[int, int]] = {}
    monkeypatch.setattr(resource, "getrlimit", lambda _what: (5, 1_000))
    monkeypatch.setattr(resource, "setrlimit", asked.__setitem__)

    child.confine(100)
    child._allow_processor(7)

    assert asked[resource.RLIMIT_AS] == (1_000, 1_000)
    assert asked[resource.RLIMIT_NOFILE] == (256, 256)
    assert asked[resource.RLIMIT_CPU][1] == 1_000


def test_an_answer_is_a_document_a_refusal_or_a_named_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    assert child.answer(b"text", "a.txt") == {
        "document": {"kind": "txt", "blocks": [{"text": "text", "level": 0, "line": 1, "page": None}]}
    }
    assert child.answer(b"", "a.txt")["refused"].startswith("这个文件是空的")
    monkeypatch.setattr(book, "read", lambda _data, _name: 1 / 0)
    assert child.answer(b"x", "")["error"].startswith("ZeroDivisionError at test_confine.py")


def test_the_loop_of_the_child_answers_until_no_more_is_asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    asked, told_back = tmp_path / "in", tmp_path / "out"
    asked.write_bytes(child.REQUEST.pack(5, 4) + b"a.txttext")
    with asked.open("rb") as incoming, told_back.open("wb") as outgoing:
        monkeypatch.setattr(child, "_own_pipes", lambda: (incoming, outgoing))
        monkeypatch.setattr(child, "confine", lambda _megabytes: None)
        monkeypatch.setattr(child, "_allow_processor", lambda _seconds: None)
        child.main(["100", "5"])

    body = told_back.read_bytes()[child.ANSWER.size :]
    assert json.loads(body)["document"]["blocks"][0]["text"] == "text"


def test_a_document_too_deep_or_too_big_for_the_reader_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def grow(_data: bytes) -> Document:
        raise MemoryError

    monkeypatch.setattr(readers, "reader", lambda kind: readers.Reader(kind, grow))
    with pytest.raises(Refused, match=r"「大.txt」过大或结构过深"):
        book.read(b"text", "大.txt")


def test_blocks_with_unseen_characters_are_cleaned_and_others_left_alone() -> None:
    assert book.read("a\u200bb".encode()).blocks == (Paragraph("ab", line=1),)
    assert book.read(docx(tbl(tc("数\u200b量") + tc("b")))).tables[0].cells[0].text == "数量"
