"""Who hears of what, as data: routes from steps to channels, and who is on call. Pure."""
