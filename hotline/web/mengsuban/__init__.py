"""The signed interface for 蒙速办 (蒙速办接口)."""
