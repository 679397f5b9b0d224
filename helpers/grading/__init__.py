"""Grade a folder of submissions, each in a sandbox of its own.

`python -m helpers.grading SUBMISSIONS --exercise 03-word-windows --out GRADES`
"""
