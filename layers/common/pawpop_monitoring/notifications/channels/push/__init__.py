"""Web push: a notification on the lock screen of whoever opened the dashboard there, over no account at all."""
