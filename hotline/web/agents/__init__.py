"""The agents desk (坐席)."""
