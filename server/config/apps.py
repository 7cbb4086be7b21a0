"""The site's own application, and the staff pages' configuration."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class FootbridgeConfig(AppConfig):
    """Holds the commands that belong to no single part (`serve`, `create_staff`)."""

    name = "server.config"
    label = "footbridge"


class FootbridgeAdminConfig(AdminConfig):
    """Django's admin with Footbridge's name, limits and words."""

    default_site = "server.config.site.StaffSite"
