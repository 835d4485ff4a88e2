"""The panels of the verbs on one agreement: before and after, and one button named by what it does."""
