"""What leaves the house: feeds, subscribers, the public hot list (回流与订阅)."""
