"""The term: topics, dates, who prepares what, reminders, and what was promised.

Pure values and rules like those of the discussion itself; a planned class becomes a discussion
when it opens.
"""
