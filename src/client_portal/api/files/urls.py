"""Addresses of files."""

from __future__ import annotations

from client_portal.api.files import viewsets
from client_portal.api.routing import endpoint

of_practice = [
    endpoint("files/<uuid:file_id>/", viewsets.FilesViewSet, "file", get="retrieve"),
    endpoint("me/files/", viewsets.MyFilesViewSet, "my_files", post="create"),
    endpoint("me/files/<uuid:file_id>/", viewsets.MyFilesViewSet, "my_file", get="retrieve"),
]
