import uuid

import django.core.validators
import django.db.models.deletion
import swapper
from django.conf import settings
from django.db import migrations, models

import client_portal.practices.models


class Migration(migrations.Migration):
    dependencies = [
        swapper.dependency("client_portal", "Practice"),
        swapper.dependency("client_portal", "Practitioner"),
        swapper.dependency("client_portal", "Client"),
        swapper.dependency("client_portal", "Appointment"),
        swapper.dependency("client_portal", "Invoice"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("client_portal", "0005_invoice"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AuditChain",
            fields=[
                (
                    "practice",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="client_portal_audit_chain",
                        serialize=False,
                        to=swapper.get_model_name("client_portal", "Practice"),
                    ),
                ),
                ("sequence", models.PositiveBigIntegerField(default=0)),
                ("last_hash", models.CharField(blank=True, max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name="WorkerHeartbeat",
            fields=[
                ("name", models.CharField(max_length=50, primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="AccessGrant",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("relationship", models.CharField(default="self", max_length=30)),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField(blank=True, null=True)),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                ("reason", models.CharField(blank=True, max_length=300)),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="client_portal_grants",
                        to=swapper.get_model_name("client_portal", "Client"),
                    ),
                ),
                (
                    "granted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="client_portal_grants_given",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "practice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="client_portal_grants",
                        to=swapper.get_model_name("client_portal", "Practice"),
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="client_portal_grants",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["user", "practice"], name="client_portal_grant_user")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at", None)),
                        fields=("client", "user"),
                        name="client_portal_one_live_grant",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_at", None), ("ends_at__gt", models.F("starts_at")), _connector="OR"),
                        name="client_portal_grant_dates",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ArchivedRecord",
            fields=[
                (
                    "client",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="client_portal_archived",
                        serialize=False,
                        to=swapper.get_model_name("client_portal", "Client"),
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("reason", models.CharField(blank=True, max_length=300)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="client_portal_archived_records",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AuditEvent",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("sequence", models.PositiveBigIntegerField()),
                ("at", models.DateTimeField()),
                ("action", models.CharField(max_length=80)),
                ("capacity", models.CharField(max_length=20)),
                ("user_id", models.CharField(blank=True, max_length=64)),
                ("user_name", models.CharField(blank=True, max_length=200)),
                ("acting_for", models.CharField(blank=True, max_length=64)),
                ("client_id", models.CharField(blank=True, max_length=64)),
                ("object_type", models.CharField(blank=True, max_length=80)),
                ("object_id", models.CharField(blank=True, max_length=64)),
                ("ip", models.GenericIPAddressField(blank=True, null=True)),
                ("data", models.JSONField(default=dict)),
                ("previous_hash", models.CharField(blank=True, max_length=64)),
                ("hash", models.CharField(max_length=64)),
                (
                    "practice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="client_portal_audit_events",
                        to=swapper.get_model_name("client_portal", "Practice"),
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["practice", "client_id", "-sequence"], name="client_portal_audit_client")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("practice", "sequence"), name="client_portal_audit_sequence")
                ],
            },
        ),
        migrations.CreateModel(
            name="ClientProfile",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                (
                    "kind",
                    models.CharField(
                        choices=[("individual", "Individual"), ("minor", "Minor")], default="individual", max_length=20
                    ),
                ),
                ("legal_name", models.CharField(blank=True, max_length=200, verbose_name="legal name")),
                ("preferred_name", models.CharField(blank=True, max_length=100, verbose_name="preferred name")),
                ("pronouns", models.CharField(blank=True, max_length=60, verbose_name="pronouns")),
                ("sex", models.CharField(blank=True, max_length=60, verbose_name="sex")),
                ("gender_identity", models.CharField(blank=True, max_length=100, verbose_name="gender identity")),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="phone")),
                (
                    "phone_kind",
                    models.CharField(
                        blank=True,
                        choices=[("mobile", "Mobile"), ("home", "Home"), ("work", "Work")],
                        max_length=10,
                        verbose_name="kind of phone",
                    ),
                ),
                ("street", models.CharField(blank=True, max_length=200, verbose_name="street address")),
                ("city", models.CharField(blank=True, max_length=100, verbose_name="city")),
                ("state", models.CharField(blank=True, max_length=100, verbose_name="state or region")),
                ("postal_code", models.CharField(blank=True, max_length=20, verbose_name="ZIP or postal code")),
                ("country", models.CharField(blank=True, max_length=60, verbose_name="country")),
                ("time_zone", models.CharField(blank=True, max_length=64, verbose_name="time zone")),
                ("language", models.CharField(blank=True, max_length=20, verbose_name="language")),
                ("may_email", models.BooleanField(default=True, verbose_name="may e-mail")),
                ("may_text", models.BooleanField(default=False, verbose_name="may text")),
                ("may_leave_voicemail", models.BooleanField(default=False, verbose_name="may leave voice messages")),
                ("wants_reminders", models.BooleanField(default=True, verbose_name="wants appointment reminders")),
                (
                    "client",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="client_portal_profile",
                        to=swapper.get_model_name("client_portal", "Client"),
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["individual", "minor"])), name="client_portal_client_kind"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ClientRestriction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("feature", models.CharField(max_length=50)),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="client_portal_restrictions",
                        to=swapper.get_model_name("client_portal", "Client"),
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("client", "feature"), name="client_portal_one_restriction")
                ],
            },
        ),
        migrations.CreateModel(
            name="ClientUserPermission",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "content_object",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="client_portal_user_permissions",
                        to=swapper.get_model_name("client_portal", "Client"),
                    ),
                ),
                (
                    "grant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="permissions",
                        to="client_portal.accessgrant",
                    ),
                ),
                ("permission", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="auth.permission")),
                ("user", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "abstract": False,
                "unique_together": {("user", "permission", "content_object")},
            },
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("first_name", models.CharField(max_length=100, verbose_name="first name")),
                ("last_name", models.CharField(max_length=100, verbose_name="last name")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="phone")),
                (
                    "practice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="client_portal_contacts",
                        to=swapper.get_model_name("client_portal", "Practice"),
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ClientContact",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                (
                    "relationship",
                    models.CharField(
                        choices=[
                            ("parent", "Parent"),
                            ("guardian", "Guardian"),
                            ("partner", "Partner"),
                            ("other", "Other"),
                        ],
                        max_length=20,
                    ),
                ),
                ("is_billing_contact", models.BooleanField(default=False, verbose_name="billing contact")),
                ("is_emergency_contact", models.BooleanField(default=False, verbose_name="emergency contact")),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="client_portal_contacts",
                        to=swapper.get_model_name("client_portal", "Client"),
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="clients", to="client_portal.contact"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("client", "contact"), name="client_portal_one_contact_per_client")
                ],
            },
        ),
        migrations.CreateModel(
            name="FeatureChange",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("before", models.JSONField()),
                ("after", models.JSONField()),
                ("changed_at", models.DateTimeField()),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
                (
                    "changed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="client_portal_feature_changes",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "practice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="client_portal_feature_changes",
                        to=swapper.get_model_name("client_portal", "Practice"),
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["practice", "-changed_at"], name="client_portal_feature_change")],
            },
        ),
        migrations.CreateModel(
            name="Form",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("title", models.CharField(max_length=150, verbose_name="title")),
                ("kind", models.CharField(choices=[("consent", "consent"), ("intake", "intake")], max_length=20)),
                ("library_key", models.CharField(blank=True, max_length=60)),
                ("is_enabled", models.BooleanField(default=False)),
                ("is_archived", models.BooleanField(default=False)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "practice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="client_portal_forms",
                        to=swapper.get_model_name("client_portal", "Practice"),
                    ),
                ),
            ],
            options={
                "ordering": ["position", "title", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("library_key", ""), _negated=True),
                        fields=("practice", "library_key"),
                        name="client_portal_one_system_form",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["consent", "intake"])), name="client_portal_known_form_kind"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("is_enabled", False), ("is_archived", False), _connector="OR"),
                        name="client_portal_archived_form_is_off",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FormVersion",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.PositiveIntegerField()),
                ("schema", models.JSONField()),
                ("schema_sha256", models.CharField(max_length=64)),
                ("published_at", models.DateTimeField()),
                (
                    "form",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="client_portal.form"
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="client_portal_form_versions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("form", "number"), name="client_portal_form_version_number"),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1)), name="client_portal_form_version_counts_from_one"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InformationSetting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("item", models.CharField(max_length=50)),
                ("is_on", models.BooleanField(default=True)),
                ("is_required", models.BooleanField(default=False)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "practice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="client_portal_information_settings",
                        to=swapper.get_model_name("client_portal", "Practice"),
                    ),
                ),
            ],
            options={
                "ordering": ["position", "item"],
                "constraints": [
                    models.UniqueConstraint(fields=("practice", "item"), name="client_portal_one_information_setting")
                ],
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("email", models.EmailField(max_length=254)),
                ("note", models.TextField(blank=True, max_length=1000)),
                ("generation", models.PositiveSmallIntegerField(default=1)),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("sent_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("opened_at", models.DateTimeField(blank=True, null=True)),
                ("accepted_at", models.DateTimeField(blank=True, null=True)),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "accepted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="client_portal_invitations_accepted",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="client_portal_invitations",
                        to=swapper.get_model_name("client_portal", "Client"),
                    ),
                ),
                (
                    "invited_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="client_portal_invitations_sent",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "practice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="client_portal_invitations",
                        to=swapper.get_model_name("client_portal", "Practice"),
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["practice", "-sent_at"], name="client_portal_invitation_sent")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("accepted_at", None), ("revoked_at", None)),
                        fields=("client",),
                        name="client_portal_one_open_invitation",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("accepted_at", None), ("revoked_at", None), _connector="OR"),
                        name="client_portal_invitation_outcome",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Notification",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=60)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("context", models.JSONField(default=dict)),
                ("dedupe_key", models.CharField(max_length=200, unique=True)),
                ("created_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("skipped", models.CharField(blank=True, max_length=60)),
                (
                    "practice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="client_portal_notifications",
                        to=swapper.get_model_name("client_portal", "Practice"),
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="client_portal_notifications",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["practice", "-created_at"], name="client_portal_notification_new")],
            },
        ),
        migrations.CreateModel(
            name="OnboardingForm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "form",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="onboarding", to="client_portal.form"
                    ),
                ),
                (
                    "practice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="client_portal_onboarding_forms",
                        to=swapper.get_model_name("client_portal", "Practice"),
                    ),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="OnboardingPlan",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("submitted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="client_portal_onboarding_plans",
                        to=swapper.get_model_name("client_portal", "Client"),
                    ),
                ),
                (
                    "invitation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="onboarding_plan",
                        to="client_portal.invitation",
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="client_portal_onboarding_submissions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="OutboxMessage",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("topic", models.CharField(max_length=100)),
                ("key", models.CharField(max_length=200, unique=True)),
                ("payload", models.JSONField(default=dict)),
                ("available_at", models.DateTimeField()),
                ("locked_until", models.DateTimeField(blank=True, null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("last_error", models.CharField(blank=True, max_length=500)),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                ("dead_at", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("dead_at", None), ("done_at", None)),
                        fields=["available_at"],
                        name="client_portal_outbox_open",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PortalLink",
            fields=[
                ("slug", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("is_current", models.BooleanField(default=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "practice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="client_portal_links",
                        to=swapper.get_model_name("client_portal", "Practice"),
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_current", True)),
                        fields=("practice",),
                        name="client_portal_one_current_link",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("slug__regex", "^[a-z0-9]+(-[a-z0-9]+)*$")),
                        name="client_portal_link_characters",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PortalSettings",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("first_turned_on_at", models.DateTimeField(blank=True, null=True)),
                (
                    "custom_domain",
                    models.CharField(blank=True, max_length=253, null=True, unique=True, verbose_name="own domain"),
                ),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="phone")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail for clients")),
                ("address", models.TextField(blank=True, max_length=500, verbose_name="address")),
                ("time_zone", models.CharField(default="UTC", max_length=64, verbose_name="time zone")),
                ("welcome_text", models.TextField(blank=True, max_length=5000, verbose_name="welcome text")),
                ("footer_text", models.CharField(blank=True, max_length=300, verbose_name="footer text")),
                ("sender_name", models.CharField(blank=True, max_length=100, verbose_name="e-mail sender name")),
                ("crisis_text", models.CharField(blank=True, max_length=500, verbose_name="crisis text")),
                (
                    "accent_color",
                    models.CharField(
                        default="#1d6358",
                        max_length=7,
                        validators=[django.core.validators.RegexValidator("^#[0-9a-f]{6}\\Z")],
                        verbose_name="accent color",
                    ),
                ),
                (
                    "logo",
                    models.ImageField(
                        blank=True,
                        storage=client_portal.practices.models.portal_storage,
                        upload_to="client_portal/logos",
                        verbose_name="logo",
                    ),
                ),
                ("offers_new_clients", models.BooleanField(default=False, verbose_name="show “I’m a new client”")),
                (
                    "practice",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="client_portal_settings",
                        to=swapper.get_model_name("client_portal", "Practice"),
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("accent_color__regex", "^#[0-9a-f]{6}$")), name="client_portal_accent_color"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PracticeSwitch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=50)),
                ("is_on", models.BooleanField(default=False)),
                (
                    "practice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="client_portal_switches",
                        to=swapper.get_model_name("client_portal", "Practice"),
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("practice", "key"), name="client_portal_one_switch")],
            },
        ),
        migrations.CreateModel(
            name="ProposedChange",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("changes", models.JSONField()),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("is_accepted", models.BooleanField(null=True)),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="client_portal_proposed_changes",
                        to=swapper.get_model_name("client_portal", "Client"),
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="client_portal_changes_decided",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="client_portal_changes_proposed",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at", None), ("is_accepted", None)),
                            models.Q(("decided_at__isnull", False), ("is_accepted__isnull", False)),
                            _connector="OR",
                        ),
                        name="client_portal_change_decided",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RateLimitWindow",
            fields=[
                ("key", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("count", models.PositiveIntegerField(default=0)),
                ("ends_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["ends_at"], name="client_portal_rate_ends")],
            },
        ),
        migrations.CreateModel(
            name="StoredFile",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                (
                    "content",
                    models.FileField(
                        max_length=200, storage=client_portal.practices.models.portal_storage, upload_to=""
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("media_type", models.CharField(max_length=100)),
                ("size", models.PositiveBigIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                (
                    "client",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="client_portal_files",
                        to=swapper.get_model_name("client_portal", "Client"),
                    ),
                ),
                (
                    "practice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="client_portal_files",
                        to=swapper.get_model_name("client_portal", "Practice"),
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="client_portal_files",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("size__gt", 0)), name="client_portal_file_not_empty")
                ],
            },
        ),
        migrations.CreateModel(
            name="Resource",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("title", models.CharField(max_length=150, verbose_name="title")),
                ("description", models.CharField(blank=True, max_length=300, verbose_name="description")),
                ("is_archived", models.BooleanField(default=False)),
                (
                    "practice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="client_portal_resources",
                        to=swapper.get_model_name("client_portal", "Practice"),
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="resources",
                        to="client_portal.storedfile",
                    ),
                ),
            ],
            options={
                "ordering": ["title", "id"],
            },
        ),
        migrations.CreateModel(
            name="OnboardingStep",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("key", models.CharField(max_length=50)),
                (
                    "group",
                    models.CharField(
                        choices=[
                            ("consents", "Consent forms"),
                            ("information", "About you"),
                            ("intake", "Intake forms"),
                            ("documents", "Documents to read"),
                        ],
                        max_length=20,
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("is_required", models.BooleanField(default=True)),
                (
                    "status",
                    models.CharField(
                        choices=[("to_do", "Not started"), ("in_progress", "In progress"), ("done", "Completed")],
                        default="to_do",
                        max_length=20,
                    ),
                ),
                ("data", models.JSONField(default=dict)),
                ("version", models.PositiveIntegerField(default=0)),
                ("completed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "form_version",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="onboarding_steps",
                        to="client_portal.formversion",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="client_portal.onboardingplan",
                    ),
                ),
                (
                    "saved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="client_portal_onboarding_steps",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "resource",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="onboarding_steps",
                        to="client_portal.resource",
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
                "constraints": [
                    models.UniqueConstraint(fields=("plan", "key"), name="client_portal_one_step_per_key"),
                    models.UniqueConstraint(fields=("plan", "position"), name="client_portal_one_step_per_place"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("form_version__isnull", False),
                                ("group__in", ("consents", "intake")),
                                ("resource", None),
                            ),
                            models.Q(("form_version", None), ("group", "documents"), ("resource__isnull", False)),
                            models.Q(("form_version", None), ("group", "information"), ("resource", None)),
                            _connector="OR",
                        ),
                        name="client_portal_step_subject",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OnboardingResource",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "practice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="client_portal_onboarding_resources",
                        to=swapper.get_model_name("client_portal", "Practice"),
                    ),
                ),
                (
                    "resource",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="onboarding",
                        to="client_portal.resource",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ResourceReceipt",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("read_at", models.DateTimeField()),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="client_portal_resource_receipts",
                        to=swapper.get_model_name("client_portal", "Client"),
                    ),
                ),
                (
                    "resource",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="receipts",
                        to="client_portal.resource",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="client_portal_resource_receipts",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("client", "resource", "user"), name="client_portal_one_receipt")
                ],
            },
        ),
        migrations.CreateModel(
            name="Response",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("relationship", models.CharField(default="self", max_length=30)),
                (
                    "status",
                    models.CharField(
                        choices=[("in-progress", "In progress"), ("completed", "Completed")],
                        default="in-progress",
                        max_length=20,
                    ),
                ),
                ("answers", models.JSONField(default=dict)),
                ("completed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="client_portal_responses",
                        to=swapper.get_model_name("client_portal", "Client"),
                    ),
                ),
                (
                    "form_version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="responses",
                        to="client_portal.formversion",
                    ),
                ),
                (
                    "respondent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="client_portal_responses",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["client", "-completed_at"], name="client_portal_response_new")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("completed_at", None), ("status", "in-progress")),
                            models.Q(("completed_at__isnull", False), ("status", "completed")),
                            _connector="OR",
                        ),
                        name="client_portal_response_completed",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Signature",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("typed_name", models.CharField(max_length=200)),
                ("relationship", models.CharField(max_length=30)),
                ("intent", models.TextField()),
                ("agreed", models.BooleanField()),
                ("is_reused", models.BooleanField(default=False)),
                ("rendered_text", models.TextField()),
                ("text_sha256", models.CharField(max_length=64)),
                ("seal", models.CharField(max_length=64)),
                ("signed_at", models.DateTimeField()),
                ("ip", models.GenericIPAddressField(null=True)),
                ("user_agent", models.CharField(blank=True, max_length=300)),
                (
                    "response",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signature",
                        to="client_portal.response",
                    ),
                ),
                (
                    "signer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="client_portal_signatures",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("typed_name", ""), _negated=True), name="client_portal_signature_named"
                    ),
                    models.CheckConstraint(condition=models.Q(("agreed", True)), name="client_portal_signature_agreed"),
                ],
            },
        ),
        migrations.CreateModel(
            name="StaffInvitation",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("email", models.EmailField(max_length=254)),
                ("name", models.CharField(blank=True, max_length=150)),
                ("roles", models.JSONField(default=list)),
                ("generation", models.PositiveSmallIntegerField(default=1)),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("expires_at", models.DateTimeField()),
                ("accepted_at", models.DateTimeField(blank=True, null=True)),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "invited_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="client_portal_staff_invitations",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "practice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="client_portal_staff_invitations",
                        to=swapper.get_model_name("client_portal", "Practice"),
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("accepted_at", None), ("revoked_at", None)),
                        fields=("practice", "email"),
                        name="client_portal_one_open_staff_invitation",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="StaffMember",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("name", models.CharField(blank=True, max_length=150, verbose_name="name")),
                ("is_active", models.BooleanField(default=True)),
                (
                    "practice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="client_portal_members",
                        to=swapper.get_model_name("client_portal", "Practice"),
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="client_portal_memberships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("practice", "user"), name="client_portal_one_membership")
                ],
            },
        ),
        migrations.CreateModel(
            name="CareTeamMember",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("is_assigned", models.BooleanField(default=True, verbose_name="assigned practitioner")),
                (
                    "added_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="client_portal_care_team_additions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="client_portal_care_team",
                        to=swapper.get_model_name("client_portal", "Client"),
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="clients",
                        to="client_portal.staffmember",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("client", "member"), name="client_portal_one_care_team_seat")
                ],
            },
        ),
        migrations.CreateModel(
            name="StaffRole",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("administrator", "Administrator"),
                            ("practitioner", "Practitioner"),
                            ("supervisor", "Supervisor"),
                            ("scheduler", "Scheduler"),
                            ("biller", "Biller"),
                            ("forms_administrator", "Forms administrator"),
                        ],
                        max_length=30,
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="roles",
                        to="client_portal.staffmember",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("member", "role"), name="client_portal_one_role"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "role__in",
                                [
                                    "administrator",
                                    "practitioner",
                                    "supervisor",
                                    "scheduler",
                                    "biller",
                                    "forms_administrator",
                                ],
                            )
                        ),
                        name="client_portal_known_role",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InsurancePolicy",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                (
                    "order",
                    models.CharField(choices=[("primary", "Primary"), ("secondary", "Secondary")], max_length=10),
                ),
                ("payer", models.CharField(max_length=150, verbose_name="insurance company")),
                ("member_id", models.CharField(max_length=60, verbose_name="member ID")),
                ("group_id", models.CharField(blank=True, max_length=60, verbose_name="group number")),
                (
                    "relation",
                    models.CharField(
                        choices=[
                            ("self", "Self"),
                            ("spouse", "Spouse or partner"),
                            ("child", "Child"),
                            ("other", "Other"),
                        ],
                        default="self",
                        max_length=10,
                    ),
                ),
                ("subscriber_name", models.CharField(blank=True, max_length=200, verbose_name="policy holder's name")),
                (
                    "subscriber_birth_date",
                    models.DateField(blank=True, null=True, verbose_name="policy holder's date of birth"),
                ),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="starts on")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="ends on")),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="client_portal_insurance",
                        to=swapper.get_model_name("client_portal", "Client"),
                    ),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="client_portal_insurance_confirmed",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "card_back",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="client_portal_card_backs",
                        to="client_portal.storedfile",
                    ),
                ),
                (
                    "card_front",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="client_portal_card_fronts",
                        to="client_portal.storedfile",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("client", "order"), name="client_portal_one_policy_per_order"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on", None),
                            ("starts_on", None),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="client_portal_policy_dates",
                    ),
                ],
            },
        ),
    ]
