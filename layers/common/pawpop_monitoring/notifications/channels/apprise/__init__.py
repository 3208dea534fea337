"""Everything else that rings, over Apprise: Telegram, Discord, Teams, ntfy, Pushover, SMS and a hundred more."""
