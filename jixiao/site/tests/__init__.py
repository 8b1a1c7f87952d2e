"""Tests of the running of the site."""
