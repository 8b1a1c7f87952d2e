"""Questions of the entrance: sessions, second factors, limits on guessing, and the way in."""
