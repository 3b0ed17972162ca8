"""What people do with lists of tickets (清单): views they keep, and one action on many tickets."""
