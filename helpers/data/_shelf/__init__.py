"""Getting and keeping datasets: this package knows no dataset's name."""
