"""Whether two demands speak of one matter (重复件、同类件): the same person again, others about the same, nothing new."""
