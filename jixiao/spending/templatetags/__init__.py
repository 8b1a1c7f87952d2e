"""Tags of spending's pages."""
