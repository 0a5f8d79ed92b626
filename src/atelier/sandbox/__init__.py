"""Where submitted code runs, apart from the code that judges it."""
