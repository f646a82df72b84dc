"""What exports into the columns of conflict-data teams share: the rules that make one value of many claims.

No such table can hold who says who did it. So each of these exports is the lossy row, the claims, and for
each cell the rule and the claims behind it; a cell that the claims do not decide is empty, and says so.
"""
