"""The sandbox. It works on Linux alone; import its modules where they are needed."""
