"""Speaking in Discord: messages, commands and menus."""
