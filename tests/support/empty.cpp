// Keeps the support library buildable while it has headers only.
