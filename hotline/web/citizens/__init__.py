"""The citizens' pages inside 蒙速办 (公众页面): file, follow, add, urge, withdraw, rate, and what others ask."""
