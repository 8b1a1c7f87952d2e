"""运行: settings, addresses, start-up checks, command line, demo, handbook."""
