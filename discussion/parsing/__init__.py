"""Reading what people type and attach: text, tags, dates, lists, cases. Pure, and safe at the door."""
