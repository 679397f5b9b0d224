"""Grade a folder of submissions, each in a sandbox of its own.

`python -m helpers.grading SUBMISSIONS --exercise 03-word-windows --out GRADES`, or
`helpers.grading.api.grade_folder` from Python. Three processes share the work:

```
the caller's process        reads notebooks, writes grades; runs no student's code
    __main__.py  api.py     arguments; the whole way from a folder to grades
    submissions.py          finds the notebooks and reads their cells
    settings.py  ending.py  how to grade; how a notebook can end
    questions.py            which questions an exercise has
    batch.py  grader.py     many at a time; one with its two processes
    results/                grades, their folder, the pages
    sandbox/bubblewrap.py   how the student's process is started
    sandbox/blind.py        what it sees in place of held-out data
the student's process       INSIDE the sandbox; knows no questions
    processes/student.py    locks a notebook in, runs it, answers the judge
    processes/cells.py      runs the cells
    sandbox/confine.py      name spaces, limits, no rights
the judge's process         outside the sandbox; runs no student's code
    processes/judge.py      asks the questions, compares the answers
all three
    processes/messages.py   what they say to each other
    processes/fork_server.py  a process that imports once and forks once a job
```
"""
