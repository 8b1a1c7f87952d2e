"""支出: quota, requests, signatures by threshold, meetings, contracts, procurement, payments; no yuan leaves without its route and proof."""
