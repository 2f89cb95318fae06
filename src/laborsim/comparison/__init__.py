"""Differences between runs that share their luck."""
