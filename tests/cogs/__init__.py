"""What people see and read in Discord."""
