"""Facts that services state, as proposals with their evidence: blanks are filled, what differs becomes a rival.

filling   which field is filled by which service
asked     the works that a record names, and what the services say of them
same      whether two values say the same
claims    one record and what is stated of it → proposals and questions
edits     a proposal → the text of the file, everything else unchanged
plan      all records; what their class or a rule refuses becomes a question
results   measurements that a survey's own code reads at a leaderboard
memory    what was told before
report    the same for a terminal and a program
markdown  the same for a pull request
"""
