"""django-helpdesk beside our pages (同机参照): the same tickets, the same pages, on the same machine in the same run."""
