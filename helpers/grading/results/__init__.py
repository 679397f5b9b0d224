"""What comes of submissions: grades, the folder that keeps them, pages for people."""
