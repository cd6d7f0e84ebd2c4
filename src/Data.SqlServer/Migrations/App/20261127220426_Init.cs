using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Data.SqlServer.Migrations.App
{
    /// <inheritdoc />
    public partial class Init : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "estates_community",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    name = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false),
                    address = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    service_phone = table.Column<string>(type: "nvarchar(30)", maxLength: 30, nullable: true),
                    taken_over = table.Column<DateOnly>(type: "date", nullable: false),
                    handed_back = table.Column<DateOnly>(type: "date", nullable: true),
                    version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_estates_community", x => new { x.tenant_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "estates_import_draft",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    file_name = table.Column<string>(type: "nvarchar(120)", maxLength: 120, nullable: false),
                    uploaded_by = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    checked_at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    @new = table.Column<int>(name: "new", type: "int", nullable: false),
                    changed = table.Column<int>(type: "int", nullable: false),
                    unchanged = table.Column<int>(type: "int", nullable: false),
                    errors = table.Column<int>(type: "int", nullable: false),
                    plan = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false),
                    first_errors_json = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: false),
                    confirmed_at = table.Column<DateTime>(type: "datetime2", nullable: true),
                    version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_estates_import_draft", x => new { x.tenant_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "notices_prune_run",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    next_at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    last_at = table.Column<DateTime>(type: "datetime2", nullable: true),
                    pruned = table.Column<int>(type: "int", nullable: false),
                    version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_notices_prune_run", x => new { x.tenant_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "notices_wishes",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    account_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    choices_json = table.Column<string>(type: "nvarchar(4000)", maxLength: 4000, nullable: false),
                    quiet_from = table.Column<TimeOnly>(type: "time", nullable: true),
                    quiet_until = table.Column<TimeOnly>(type: "time", nullable: true),
                    version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_notices_wishes", x => new { x.tenant_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "platform_attachment",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    uploaded_by = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    kind = table.Column<int>(type: "int", nullable: false),
                    content_type = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false),
                    size = table.Column<long>(type: "bigint", nullable: false),
                    uploaded_at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    owner_kind = table.Column<string>(type: "nvarchar(30)", maxLength: 30, nullable: true),
                    owner_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_platform_attachment", x => new { x.tenant_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "platform_export",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    account_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    kind = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false),
                    parameters = table.Column<string>(type: "nvarchar(4000)", maxLength: 4000, nullable: false),
                    title = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false),
                    about = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false),
                    language = table.Column<string>(type: "nvarchar(10)", maxLength: 10, nullable: false),
                    slot = table.Column<int>(type: "int", nullable: true),
                    state = table.Column<int>(type: "int", nullable: false),
                    runs = table.Column<int>(type: "int", nullable: false),
                    rows_done = table.Column<int>(type: "int", nullable: false),
                    rows_expected = table.Column<int>(type: "int", nullable: true),
                    size = table.Column<long>(type: "bigint", nullable: false),
                    requested_at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    finished_at = table.Column<DateTime>(type: "datetime2", nullable: true),
                    expires_at = table.Column<DateTime>(type: "datetime2", nullable: true),
                    due_at = table.Column<DateTime>(type: "datetime2", nullable: true),
                    problem = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true),
                    fetched = table.Column<int>(type: "int", nullable: false),
                    fetched_at = table.Column<DateTime>(type: "datetime2", nullable: true),
                    version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_platform_export", x => new { x.tenant_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "platform_member",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    account_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    name = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false),
                    phone = table.Column<string>(type: "nvarchar(20)", maxLength: 20, nullable: false),
                    suspended = table.Column<bool>(type: "bit", nullable: false),
                    version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_platform_member", x => new { x.tenant_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "platform_notice",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    account_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    source = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    kind = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false),
                    urgent = table.Column<bool>(type: "bit", nullable: false),
                    text = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false),
                    values_json = table.Column<string>(type: "nvarchar(4000)", maxLength: 4000, nullable: false),
                    link = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false),
                    at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    read_at = table.Column<DateTime>(type: "datetime2", nullable: true),
                    version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_platform_notice", x => new { x.tenant_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "platform_number_series",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    series = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    next = table.Column<int>(type: "int", nullable: false),
                    version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_platform_number_series", x => new { x.tenant_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "platform_once_key",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    account_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    key = table.Column<string>(type: "nvarchar(80)", maxLength: 80, nullable: false),
                    request = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false),
                    made_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    at = table.Column<DateTime>(type: "datetime2", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_platform_once_key", x => new { x.tenant_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "platform_outbox",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    handler = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    payload = table.Column<string>(type: "nvarchar(2000)", maxLength: 2000, nullable: false),
                    occurred_at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    due_at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    attempts = table.Column<int>(type: "int", nullable: false),
                    last_error = table.Column<string>(type: "nvarchar(500)", maxLength: 500, nullable: true),
                    parked_at = table.Column<DateTime>(type: "datetime2", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_platform_outbox", x => new { x.tenant_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "platform_role",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    key = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false),
                    name = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false),
                    version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_platform_role", x => new { x.tenant_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "platform_setting",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    key = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false),
                    json = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: false),
                    version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_platform_setting", x => new { x.tenant_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "staff_department",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    key = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    name = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false),
                    order = table.Column<int>(type: "int", nullable: false),
                    version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_staff_department", x => new { x.tenant_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "staff_skill",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    key = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    name = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false),
                    certificate = table.Column<bool>(type: "bit", nullable: false),
                    version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_staff_skill", x => new { x.tenant_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "tickets_category",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    key = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    parent_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    kind = table.Column<int>(type: "int", nullable: false),
                    name = table.Column<string>(type: "nvarchar(30)", maxLength: 30, nullable: false),
                    icon = table.Column<string>(type: "nvarchar(30)", maxLength: 30, nullable: true),
                    hint = table.Column<string>(type: "nvarchar(120)", maxLength: 120, nullable: true),
                    order = table.Column<int>(type: "int", nullable: false),
                    retired = table.Column<bool>(type: "bit", nullable: false),
                    skills = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    priority = table.Column<int>(type: "int", nullable: false),
                    response_minutes = table.Column<int>(type: "int", nullable: false),
                    arrive_minutes = table.Column<int>(type: "int", nullable: false),
                    resolve_minutes = table.Column<int>(type: "int", nullable: false),
                    round_the_clock = table.Column<bool>(type: "bit", nullable: false),
                    dispatch = table.Column<int>(type: "int", nullable: false),
                    chargeable = table.Column<bool>(type: "bit", nullable: false),
                    where = table.Column<int>(type: "int", nullable: false),
                    needs_before = table.Column<bool>(type: "bit", nullable: false),
                    needs_after = table.Column<bool>(type: "bit", nullable: false),
                    min_steps = table.Column<int>(type: "int", nullable: false),
                    needs_signature = table.Column<bool>(type: "bit", nullable: false),
                    version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_tickets_category", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_tickets_category_tickets_category_tenant_id_parent_id",
                        columns: x => new { x.tenant_id, x.parent_id },
                        principalTable: "tickets_category",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "tickets_contractor",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    name = table.Column<string>(type: "nvarchar(30)", maxLength: 30, nullable: false),
                    trade = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false),
                    contact = table.Column<string>(type: "nvarchar(30)", maxLength: 30, nullable: false),
                    phone = table.Column<string>(type: "nvarchar(20)", maxLength: 20, nullable: false),
                    retired = table.Column<bool>(type: "bit", nullable: false),
                    version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_tickets_contractor", x => new { x.tenant_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "tickets_price_item",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    key = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    group = table.Column<string>(type: "nvarchar(20)", maxLength: 20, nullable: false),
                    name = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false),
                    unit = table.Column<string>(type: "nvarchar(10)", maxLength: 10, nullable: false),
                    price = table.Column<decimal>(type: "decimal(18,2)", precision: 18, scale: 2, nullable: true),
                    order = table.Column<int>(type: "int", nullable: false),
                    retired = table.Column<bool>(type: "bit", nullable: false),
                    version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_tickets_price_item", x => new { x.tenant_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "tickets_saved_filter",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    account_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    name = table.Column<string>(type: "nvarchar(20)", maxLength: 20, nullable: false),
                    query = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: false),
                    version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_tickets_saved_filter", x => new { x.tenant_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "estates_building",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    community_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    number = table.Column<string>(type: "nvarchar(20)", maxLength: 20, nullable: false),
                    sort_key = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false),
                    floors = table.Column<int>(type: "int", nullable: false),
                    version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_estates_building", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_estates_building_estates_community_tenant_id_community_id",
                        columns: x => new { x.tenant_id, x.community_id },
                        principalTable: "estates_community",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "tickets_batch_run",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    community_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    next_at = table.Column<DateTime>(type: "datetime2", nullable: true),
                    last_at = table.Column<DateTime>(type: "datetime2", nullable: true),
                    jobs = table.Column<int>(type: "int", nullable: false),
                    given = table.Column<int>(type: "int", nullable: false),
                    milliseconds = table.Column<int>(type: "int", nullable: false),
                    version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_tickets_batch_run", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_tickets_batch_run_estates_community_tenant_id_community_id",
                        columns: x => new { x.tenant_id, x.community_id },
                        principalTable: "estates_community",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "platform_member_area",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    member_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    community_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    building_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_platform_member_area", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_platform_member_area_platform_member_tenant_id_member_id",
                        columns: x => new { x.tenant_id, x.member_id },
                        principalTable: "platform_member",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "notices_delivery",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    account_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    source = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    notice_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    channel = table.Column<int>(type: "int", nullable: false),
                    kind = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false),
                    urgent = table.Column<bool>(type: "bit", nullable: false),
                    state = table.Column<int>(type: "int", nullable: false),
                    attempts = table.Column<int>(type: "int", nullable: false),
                    planned_at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    next_at = table.Column<DateTime>(type: "datetime2", nullable: true),
                    ended_at = table.Column<DateTime>(type: "datetime2", nullable: true),
                    answer = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: true),
                    last_error = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: true),
                    version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_notices_delivery", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_notices_delivery_platform_notice_tenant_id_notice_id",
                        columns: x => new { x.tenant_id, x.notice_id },
                        principalTable: "platform_notice",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "platform_member_role",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    member_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    role_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_platform_member_role", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_platform_member_role_platform_member_tenant_id_member_id",
                        columns: x => new { x.tenant_id, x.member_id },
                        principalTable: "platform_member",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_platform_member_role_platform_role_tenant_id_role_id",
                        columns: x => new { x.tenant_id, x.role_id },
                        principalTable: "platform_role",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "platform_role_grant",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    role_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    permission = table.Column<string>(type: "nvarchar(80)", maxLength: 80, nullable: false),
                    scope = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_platform_role_grant", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_platform_role_grant_platform_role_tenant_id_role_id",
                        columns: x => new { x.tenant_id, x.role_id },
                        principalTable: "platform_role",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "staff_member",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    account_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    member_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    name = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false),
                    phone = table.Column<string>(type: "nvarchar(20)", maxLength: 20, nullable: false),
                    number = table.Column<string>(type: "nvarchar(20)", maxLength: 20, nullable: false),
                    department_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    position = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false),
                    hired_on = table.Column<DateOnly>(type: "date", nullable: false),
                    left_on = table.Column<DateOnly>(type: "date", nullable: true),
                    field_work = table.Column<bool>(type: "bit", nullable: false),
                    lead = table.Column<bool>(type: "bit", nullable: false),
                    on_duty = table.Column<bool>(type: "bit", nullable: false),
                    duty_since = table.Column<DateTime>(type: "datetime2", nullable: true),
                    bio = table.Column<string>(type: "nvarchar(2000)", maxLength: 2000, nullable: true),
                    version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_staff_member", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_staff_member_platform_member_tenant_id_member_id",
                        columns: x => new { x.tenant_id, x.member_id },
                        principalTable: "platform_member",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_staff_member_staff_department_tenant_id_department_id",
                        columns: x => new { x.tenant_id, x.department_id },
                        principalTable: "staff_department",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "estates_public_place",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    community_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    building_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    name = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    kind = table.Column<int>(type: "int", nullable: false),
                    version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_estates_public_place", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_estates_public_place_estates_building_tenant_id_building_id",
                        columns: x => new { x.tenant_id, x.building_id },
                        principalTable: "estates_building",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_estates_public_place_estates_community_tenant_id_community_id",
                        columns: x => new { x.tenant_id, x.community_id },
                        principalTable: "estates_community",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "estates_section",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    building_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    number = table.Column<string>(type: "nvarchar(10)", maxLength: 10, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_estates_section", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_estates_section_estates_building_tenant_id_building_id",
                        columns: x => new { x.tenant_id, x.building_id },
                        principalTable: "estates_building",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "tickets_daily_fact",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    community_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    building_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    category_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    technician_account_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    is_arrival0 = table.Column<long>(type: "bigint", nullable: false),
                    is_arrival1 = table.Column<long>(type: "bigint", nullable: false),
                    is_arrival2 = table.Column<long>(type: "bigint", nullable: false),
                    is_arrival3 = table.Column<long>(type: "bigint", nullable: false),
                    is_arrival4 = table.Column<long>(type: "bigint", nullable: false),
                    is_arrival5 = table.Column<long>(type: "bigint", nullable: false),
                    is_arrival6 = table.Column<long>(type: "bigint", nullable: false),
                    is_arrival7 = table.Column<long>(type: "bigint", nullable: false),
                    is_arrival8 = table.Column<long>(type: "bigint", nullable: false),
                    is_arrival9 = table.Column<long>(type: "bigint", nullable: false),
                    is_arrival_minutes = table.Column<long>(type: "bigint", nullable: false),
                    is_arrived = table.Column<long>(type: "bigint", nullable: false),
                    is_arrived_late = table.Column<long>(type: "bigint", nullable: false),
                    is_attitude = table.Column<long>(type: "bigint", nullable: false),
                    is_cancelled = table.Column<long>(type: "bigint", nullable: false),
                    is_created = table.Column<long>(type: "bigint", nullable: false),
                    is_done = table.Column<long>(type: "bigint", nullable: false),
                    is_done_late = table.Column<long>(type: "bigint", nullable: false),
                    is_low = table.Column<long>(type: "bigint", nullable: false),
                    is_rated = table.Column<long>(type: "bigint", nullable: false),
                    is_reopened = table.Column<long>(type: "bigint", nullable: false),
                    is_resolution0 = table.Column<long>(type: "bigint", nullable: false),
                    is_resolution1 = table.Column<long>(type: "bigint", nullable: false),
                    is_resolution2 = table.Column<long>(type: "bigint", nullable: false),
                    is_resolution3 = table.Column<long>(type: "bigint", nullable: false),
                    is_resolution4 = table.Column<long>(type: "bigint", nullable: false),
                    is_resolution5 = table.Column<long>(type: "bigint", nullable: false),
                    is_resolution6 = table.Column<long>(type: "bigint", nullable: false),
                    is_resolution7 = table.Column<long>(type: "bigint", nullable: false),
                    is_resolution8 = table.Column<long>(type: "bigint", nullable: false),
                    is_resolution9 = table.Column<long>(type: "bigint", nullable: false),
                    is_resolution_minutes = table.Column<long>(type: "bigint", nullable: false),
                    is_responded = table.Column<long>(type: "bigint", nullable: false),
                    is_responded_late = table.Column<long>(type: "bigint", nullable: false),
                    is_response0 = table.Column<long>(type: "bigint", nullable: false),
                    is_response1 = table.Column<long>(type: "bigint", nullable: false),
                    is_response2 = table.Column<long>(type: "bigint", nullable: false),
                    is_response3 = table.Column<long>(type: "bigint", nullable: false),
                    is_response4 = table.Column<long>(type: "bigint", nullable: false),
                    is_response5 = table.Column<long>(type: "bigint", nullable: false),
                    is_response6 = table.Column<long>(type: "bigint", nullable: false),
                    is_response7 = table.Column<long>(type: "bigint", nullable: false),
                    is_response8 = table.Column<long>(type: "bigint", nullable: false),
                    is_response9 = table.Column<long>(type: "bigint", nullable: false),
                    is_response_minutes = table.Column<long>(type: "bigint", nullable: false),
                    is_result = table.Column<long>(type: "bigint", nullable: false),
                    is_speed = table.Column<long>(type: "bigint", nullable: false),
                    is_urged = table.Column<long>(type: "bigint", nullable: false),
                    version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_tickets_daily_fact", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_tickets_daily_fact_estates_building_tenant_id_building_id",
                        columns: x => new { x.tenant_id, x.building_id },
                        principalTable: "estates_building",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_tickets_daily_fact_estates_community_tenant_id_community_id",
                        columns: x => new { x.tenant_id, x.community_id },
                        principalTable: "estates_community",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_tickets_daily_fact_tickets_category_tenant_id_category_id",
                        columns: x => new { x.tenant_id, x.category_id },
                        principalTable: "tickets_category",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "tickets_incident",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    community_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    building_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    place = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    kind = table.Column<int>(type: "int", nullable: false),
                    title = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false),
                    text = table.Column<string>(type: "nvarchar(500)", maxLength: 500, nullable: false),
                    from = table.Column<DateTime>(type: "datetime2", nullable: false),
                    until = table.Column<DateTime>(type: "datetime2", nullable: true),
                    ended_at = table.Column<DateTime>(type: "datetime2", nullable: true),
                    published_by = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false),
                    version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_tickets_incident", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_tickets_incident_estates_building_tenant_id_building_id",
                        columns: x => new { x.tenant_id, x.building_id },
                        principalTable: "estates_building",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_tickets_incident_estates_community_tenant_id_community_id",
                        columns: x => new { x.tenant_id, x.community_id },
                        principalTable: "estates_community",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "staff_duty_entry",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    staff_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    on = table.Column<bool>(type: "bit", nullable: false),
                    at = table.Column<DateTime>(type: "datetime2", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_staff_duty_entry", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_staff_duty_entry_staff_member_tenant_id_staff_id",
                        columns: x => new { x.tenant_id, x.staff_id },
                        principalTable: "staff_member",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "staff_leave",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    staff_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    from = table.Column<DateOnly>(type: "date", nullable: false),
                    until = table.Column<DateOnly>(type: "date", nullable: false),
                    reason = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    state = table.Column<int>(type: "int", nullable: false),
                    requested_at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    decided_by = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    decided_at = table.Column<DateTime>(type: "datetime2", nullable: true),
                    version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_staff_leave", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_staff_leave_staff_member_tenant_id_staff_id",
                        columns: x => new { x.tenant_id, x.staff_id },
                        principalTable: "staff_member",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "staff_member_skill",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    staff_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    skill_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    level = table.Column<int>(type: "int", nullable: false),
                    certificate = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: true),
                    expires_on = table.Column<DateOnly>(type: "date", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_staff_member_skill", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_staff_member_skill_staff_member_tenant_id_staff_id",
                        columns: x => new { x.tenant_id, x.staff_id },
                        principalTable: "staff_member",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_staff_member_skill_staff_skill_tenant_id_skill_id",
                        columns: x => new { x.tenant_id, x.skill_id },
                        principalTable: "staff_skill",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "staff_shift",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    staff_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    from = table.Column<TimeOnly>(type: "time", nullable: false),
                    to = table.Column<TimeOnly>(type: "time", nullable: false),
                    version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_staff_shift", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_staff_shift_staff_member_tenant_id_staff_id",
                        columns: x => new { x.tenant_id, x.staff_id },
                        principalTable: "staff_member",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "estates_unit",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    community_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    building_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    section_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    number = table.Column<string>(type: "nvarchar(20)", maxLength: 20, nullable: false),
                    code = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false),
                    sort_key = table.Column<string>(type: "nvarchar(160)", maxLength: 160, nullable: false),
                    kind = table.Column<int>(type: "int", nullable: false),
                    floor = table.Column<int>(type: "int", nullable: false),
                    floor_area = table.Column<decimal>(type: "decimal(18,2)", precision: 18, scale: 2, nullable: false),
                    inside_area = table.Column<decimal>(type: "decimal(18,2)", precision: 18, scale: 2, nullable: false),
                    state = table.Column<int>(type: "int", nullable: false),
                    version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_estates_unit", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_estates_unit_estates_building_tenant_id_building_id",
                        columns: x => new { x.tenant_id, x.building_id },
                        principalTable: "estates_building",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_estates_unit_estates_community_tenant_id_community_id",
                        columns: x => new { x.tenant_id, x.community_id },
                        principalTable: "estates_community",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_estates_unit_estates_section_tenant_id_section_id",
                        columns: x => new { x.tenant_id, x.section_id },
                        principalTable: "estates_section",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "tickets_incident_follower",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    incident_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    account_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_tickets_incident_follower", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_tickets_incident_follower_tickets_incident_tenant_id_incident_id",
                        columns: x => new { x.tenant_id, x.incident_id },
                        principalTable: "tickets_incident",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "tickets_incident_update",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    incident_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    text = table.Column<string>(type: "nvarchar(500)", maxLength: 500, nullable: false),
                    over = table.Column<bool>(type: "bit", nullable: false),
                    by = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false),
                    at = table.Column<DateTime>(type: "datetime2", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_tickets_incident_update", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_tickets_incident_update_tickets_incident_tenant_id_incident_id",
                        columns: x => new { x.tenant_id, x.incident_id },
                        principalTable: "tickets_incident",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "estates_parking_space",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    community_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    number = table.Column<string>(type: "nvarchar(20)", maxLength: 20, nullable: false),
                    sort_key = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false),
                    area = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    kind = table.Column<int>(type: "int", nullable: false),
                    state = table.Column<int>(type: "int", nullable: false),
                    unit_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_estates_parking_space", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_estates_parking_space_estates_community_tenant_id_community_id",
                        columns: x => new { x.tenant_id, x.community_id },
                        principalTable: "estates_community",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_estates_parking_space_estates_unit_tenant_id_unit_id",
                        columns: x => new { x.tenant_id, x.unit_id },
                        principalTable: "estates_unit",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "estates_resident",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    name = table.Column<string>(type: "nvarchar(30)", maxLength: 30, nullable: false),
                    phone = table.Column<string>(type: "nvarchar(11)", maxLength: 11, nullable: true),
                    account_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    home_unit_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_estates_resident", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_estates_resident_estates_unit_tenant_id_home_unit_id",
                        columns: x => new { x.tenant_id, x.home_unit_id },
                        principalTable: "estates_unit",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "tickets_ticket",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    number = table.Column<string>(type: "nvarchar(30)", maxLength: 30, nullable: false),
                    kind = table.Column<int>(type: "int", nullable: false),
                    category_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    title = table.Column<string>(type: "nvarchar(30)", maxLength: 30, nullable: false),
                    category_path = table.Column<string>(type: "nvarchar(80)", maxLength: 80, nullable: false),
                    priority = table.Column<int>(type: "int", nullable: false),
                    dispatch = table.Column<int>(type: "int", nullable: false),
                    state = table.Column<int>(type: "int", nullable: false),
                    source = table.Column<int>(type: "int", nullable: false),
                    community_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    community = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    building_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    unit_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    public_place_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    place_label = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    place_code = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false),
                    room = table.Column<string>(type: "nvarchar(30)", maxLength: 30, nullable: true),
                    reporter_account_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    entered_by = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    contact_name = table.Column<string>(type: "nvarchar(30)", maxLength: 30, nullable: false),
                    contact_phone = table.Column<string>(type: "nvarchar(20)", maxLength: 20, nullable: false),
                    description = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: false),
                    preferred_from = table.Column<DateTime>(type: "datetime2", nullable: true),
                    preferred_to = table.Column<DateTime>(type: "datetime2", nullable: true),
                    may_enter_alone = table.Column<bool>(type: "bit", nullable: false),
                    happened_at = table.Column<DateTime>(type: "datetime2", nullable: true),
                    about_account_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    incident_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    rework_of_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    assignee_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    assignee_account_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    assignee_name = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: true),
                    promised_at = table.Column<DateTime>(type: "datetime2", nullable: true),
                    submitted_at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    assigned_at = table.Column<DateTime>(type: "datetime2", nullable: true),
                    accepted_at = table.Column<DateTime>(type: "datetime2", nullable: true),
                    started_at = table.Column<DateTime>(type: "datetime2", nullable: true),
                    done_at = table.Column<DateTime>(type: "datetime2", nullable: true),
                    ended_at = table.Column<DateTime>(type: "datetime2", nullable: true),
                    urged_at = table.Column<DateTime>(type: "datetime2", nullable: true),
                    urged = table.Column<int>(type: "int", nullable: false),
                    reopened = table.Column<int>(type: "int", nullable: false),
                    respond_by = table.Column<DateTime>(type: "datetime2", nullable: false),
                    arrive_by = table.Column<DateTime>(type: "datetime2", nullable: true),
                    resolve_by = table.Column<DateTime>(type: "datetime2", nullable: false),
                    clock_from = table.Column<DateTime>(type: "datetime2", nullable: false),
                    respond_from = table.Column<DateTime>(type: "datetime2", nullable: false),
                    round_the_clock = table.Column<bool>(type: "bit", nullable: false),
                    clock_stopped = table.Column<bool>(type: "bit", nullable: false),
                    armed_phase = table.Column<int>(type: "int", nullable: true),
                    armed_for = table.Column<DateTime>(type: "datetime2", nullable: true),
                    due_at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    suspended_at = table.Column<DateTime>(type: "datetime2", nullable: true),
                    suspend_reason = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true),
                    wake_at = table.Column<DateTime>(type: "datetime2", nullable: true),
                    anonymous = table.Column<bool>(type: "bit", nullable: false),
                    escalated_at = table.Column<DateTime>(type: "datetime2", nullable: true),
                    from_ticket_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    contractor_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    department_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    department_name = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: true),
                    team_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    giver_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    giver_account_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    giver_name = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: true),
                    version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_tickets_ticket", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_tickets_ticket_estates_building_tenant_id_building_id",
                        columns: x => new { x.tenant_id, x.building_id },
                        principalTable: "estates_building",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_tickets_ticket_estates_community_tenant_id_community_id",
                        columns: x => new { x.tenant_id, x.community_id },
                        principalTable: "estates_community",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_tickets_ticket_estates_public_place_tenant_id_public_place_id",
                        columns: x => new { x.tenant_id, x.public_place_id },
                        principalTable: "estates_public_place",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_tickets_ticket_estates_unit_tenant_id_unit_id",
                        columns: x => new { x.tenant_id, x.unit_id },
                        principalTable: "estates_unit",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_tickets_ticket_staff_department_tenant_id_department_id",
                        columns: x => new { x.tenant_id, x.department_id },
                        principalTable: "staff_department",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_tickets_ticket_staff_department_tenant_id_team_id",
                        columns: x => new { x.tenant_id, x.team_id },
                        principalTable: "staff_department",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_tickets_ticket_staff_member_tenant_id_assignee_id",
                        columns: x => new { x.tenant_id, x.assignee_id },
                        principalTable: "staff_member",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_tickets_ticket_staff_member_tenant_id_giver_id",
                        columns: x => new { x.tenant_id, x.giver_id },
                        principalTable: "staff_member",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_tickets_ticket_staff_member_tenant_id_rework_of_id",
                        columns: x => new { x.tenant_id, x.rework_of_id },
                        principalTable: "staff_member",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_tickets_ticket_tickets_category_tenant_id_category_id",
                        columns: x => new { x.tenant_id, x.category_id },
                        principalTable: "tickets_category",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_tickets_ticket_tickets_contractor_tenant_id_contractor_id",
                        columns: x => new { x.tenant_id, x.contractor_id },
                        principalTable: "tickets_contractor",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_tickets_ticket_tickets_incident_tenant_id_incident_id",
                        columns: x => new { x.tenant_id, x.incident_id },
                        principalTable: "tickets_incident",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_tickets_ticket_tickets_ticket_tenant_id_from_ticket_id",
                        columns: x => new { x.tenant_id, x.from_ticket_id },
                        principalTable: "tickets_ticket",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "estates_residency",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    resident_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    unit_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    relation = table.Column<int>(type: "int", nullable: false),
                    from = table.Column<DateOnly>(type: "date", nullable: false),
                    until = table.Column<DateOnly>(type: "date", nullable: true),
                    state = table.Column<int>(type: "int", nullable: false),
                    requested_at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    decided_at = table.Column<DateTime>(type: "datetime2", nullable: true),
                    decided_by = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    decided_by_name = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: true),
                    reason = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true),
                    version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_estates_residency", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_estates_residency_estates_resident_tenant_id_resident_id",
                        columns: x => new { x.tenant_id, x.resident_id },
                        principalTable: "estates_resident",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_estates_residency_estates_unit_tenant_id_unit_id",
                        columns: x => new { x.tenant_id, x.unit_id },
                        principalTable: "estates_unit",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "tickets_contractor_pass",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    ticket_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    contractor_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    token_hash = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false),
                    code_hash = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false),
                    tries = table.Column<int>(type: "int", nullable: false),
                    made_at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    expires_at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_tickets_contractor_pass", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_tickets_contractor_pass_tickets_contractor_tenant_id_contractor_id",
                        columns: x => new { x.tenant_id, x.contractor_id },
                        principalTable: "tickets_contractor",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_tickets_contractor_pass_tickets_ticket_tenant_id_ticket_id",
                        columns: x => new { x.tenant_id, x.ticket_id },
                        principalTable: "tickets_ticket",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "tickets_dispatch_decision",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    ticket_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    engine = table.Column<int>(type: "int", nullable: false),
                    automatic = table.Column<bool>(type: "bit", nullable: false),
                    overridden = table.Column<bool>(type: "bit", nullable: false),
                    chosen_staff_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    chosen_name = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: true),
                    best_staff_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    runner_up_staff_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    runner_up_name = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: true),
                    reason = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: true),
                    by_account_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    by_name = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: true),
                    candidates_json = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_tickets_dispatch_decision", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_tickets_dispatch_decision_staff_member_tenant_id_best_staff_id",
                        columns: x => new { x.tenant_id, x.best_staff_id },
                        principalTable: "staff_member",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_tickets_dispatch_decision_staff_member_tenant_id_chosen_staff_id",
                        columns: x => new { x.tenant_id, x.chosen_staff_id },
                        principalTable: "staff_member",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_tickets_dispatch_decision_staff_member_tenant_id_runner_up_staff_id",
                        columns: x => new { x.tenant_id, x.runner_up_staff_id },
                        principalTable: "staff_member",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_tickets_dispatch_decision_tickets_ticket_tenant_id_ticket_id",
                        columns: x => new { x.tenant_id, x.ticket_id },
                        principalTable: "tickets_ticket",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "tickets_fact",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    ticket_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    cells_json = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: false),
                    version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_tickets_fact", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_tickets_fact_tickets_ticket_tenant_id_ticket_id",
                        columns: x => new { x.tenant_id, x.ticket_id },
                        principalTable: "tickets_ticket",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "tickets_follow_up",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    ticket_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    community_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    building_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    lowest = table.Column<int>(type: "int", nullable: false),
                    opened_at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    done_at = table.Column<DateTime>(type: "datetime2", nullable: true),
                    by = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: true),
                    outcome = table.Column<string>(type: "nvarchar(500)", maxLength: 500, nullable: true),
                    satisfied = table.Column<bool>(type: "bit", nullable: true),
                    version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_tickets_follow_up", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_tickets_follow_up_estates_building_tenant_id_building_id",
                        columns: x => new { x.tenant_id, x.building_id },
                        principalTable: "estates_building",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_tickets_follow_up_estates_community_tenant_id_community_id",
                        columns: x => new { x.tenant_id, x.community_id },
                        principalTable: "estates_community",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_tickets_follow_up_tickets_ticket_tenant_id_ticket_id",
                        columns: x => new { x.tenant_id, x.ticket_id },
                        principalTable: "tickets_ticket",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "tickets_move",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    ticket_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    act = table.Column<int>(type: "int", nullable: false),
                    from = table.Column<int>(type: "int", nullable: true),
                    to = table.Column<int>(type: "int", nullable: false),
                    at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    actor_account_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    actor_name = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false),
                    @as = table.Column<int>(name: "as", type: "int", nullable: false),
                    note = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: true),
                    subject = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: true),
                    received_at = table.Column<DateTime>(type: "datetime2", nullable: true),
                    latitude = table.Column<double>(type: "float", nullable: true),
                    longitude = table.Column<double>(type: "float", nullable: true),
                    accuracy = table.Column<double>(type: "float", nullable: true),
                    signed_by = table.Column<string>(type: "nvarchar(30)", maxLength: 30, nullable: true),
                    to_resident = table.Column<bool>(type: "bit", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_tickets_move", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_tickets_move_tickets_ticket_tenant_id_ticket_id",
                        columns: x => new { x.tenant_id, x.ticket_id },
                        principalTable: "tickets_ticket",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "tickets_quote",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    ticket_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    category_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    state = table.Column<int>(type: "int", nullable: false),
                    total = table.Column<decimal>(type: "decimal(18,2)", precision: 18, scale: 2, nullable: false),
                    note = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true),
                    offered_by = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false),
                    offered_at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    answered_by = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: true),
                    answered_at = table.Column<DateTime>(type: "datetime2", nullable: true),
                    answer = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true),
                    charged_at = table.Column<DateTime>(type: "datetime2", nullable: true),
                    version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_tickets_quote", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_tickets_quote_tickets_category_tenant_id_category_id",
                        columns: x => new { x.tenant_id, x.category_id },
                        principalTable: "tickets_category",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_tickets_quote_tickets_ticket_tenant_id_ticket_id",
                        columns: x => new { x.tenant_id, x.ticket_id },
                        principalTable: "tickets_ticket",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "tickets_rating",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    ticket_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    speed = table.Column<int>(type: "int", nullable: false),
                    result = table.Column<int>(type: "int", nullable: false),
                    attitude = table.Column<int>(type: "int", nullable: false),
                    comment = table.Column<string>(type: "nvarchar(500)", maxLength: 500, nullable: true),
                    tags = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    at = table.Column<DateTime>(type: "datetime2", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_tickets_rating", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_tickets_rating_tickets_ticket_tenant_id_ticket_id",
                        columns: x => new { x.tenant_id, x.ticket_id },
                        principalTable: "tickets_ticket",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "tickets_work",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    ticket_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    kind = table.Column<int>(type: "int", nullable: false),
                    text = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: false),
                    quantity = table.Column<decimal>(type: "decimal(12,3)", precision: 12, scale: 3, nullable: true),
                    unit = table.Column<string>(type: "nvarchar(10)", maxLength: 10, nullable: true),
                    at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    received_at = table.Column<DateTime>(type: "datetime2", nullable: true),
                    by = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_tickets_work", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_tickets_work_tickets_ticket_tenant_id_ticket_id",
                        columns: x => new { x.tenant_id, x.ticket_id },
                        principalTable: "tickets_ticket",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "tickets_file",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    ticket_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    attachment_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    slot = table.Column<int>(type: "int", nullable: false),
                    move_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    is_video = table.Column<bool>(type: "bit", nullable: false),
                    at = table.Column<DateTime>(type: "datetime2", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_tickets_file", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_tickets_file_platform_attachment_tenant_id_attachment_id",
                        columns: x => new { x.tenant_id, x.attachment_id },
                        principalTable: "platform_attachment",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_tickets_file_tickets_move_tenant_id_move_id",
                        columns: x => new { x.tenant_id, x.move_id },
                        principalTable: "tickets_move",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_tickets_file_tickets_ticket_tenant_id_ticket_id",
                        columns: x => new { x.tenant_id, x.ticket_id },
                        principalTable: "tickets_ticket",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "tickets_quote_line",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    quote_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    order = table.Column<int>(type: "int", nullable: false),
                    item_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    name = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false),
                    unit = table.Column<string>(type: "nvarchar(10)", maxLength: 10, nullable: false),
                    quantity = table.Column<decimal>(type: "decimal(12,3)", precision: 12, scale: 3, nullable: false),
                    price = table.Column<decimal>(type: "decimal(18,2)", precision: 18, scale: 2, nullable: false),
                    amount = table.Column<decimal>(type: "decimal(18,2)", precision: 18, scale: 2, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_tickets_quote_line", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_tickets_quote_line_tickets_price_item_tenant_id_item_id",
                        columns: x => new { x.tenant_id, x.item_id },
                        principalTable: "tickets_price_item",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_tickets_quote_line_tickets_quote_tenant_id_quote_id",
                        columns: x => new { x.tenant_id, x.quote_id },
                        principalTable: "tickets_quote",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_estates_building_tenant_id_community_id_number",
                table: "estates_building",
                columns: new[] { "tenant_id", "community_id", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_estates_community_tenant_id_name",
                table: "estates_community",
                columns: new[] { "tenant_id", "name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_estates_parking_space_tenant_id_community_id_number",
                table: "estates_parking_space",
                columns: new[] { "tenant_id", "community_id", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_estates_parking_space_tenant_id_community_id_sort_key_id",
                table: "estates_parking_space",
                columns: new[] { "tenant_id", "community_id", "sort_key", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_estates_parking_space_tenant_id_unit_id",
                table: "estates_parking_space",
                columns: new[] { "tenant_id", "unit_id" });

            migrationBuilder.CreateIndex(
                name: "ix_estates_public_place_tenant_id_building_id",
                table: "estates_public_place",
                columns: new[] { "tenant_id", "building_id" });

            migrationBuilder.CreateIndex(
                name: "ix_estates_public_place_tenant_id_community_id_name",
                table: "estates_public_place",
                columns: new[] { "tenant_id", "community_id", "name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_estates_residency_tenant_id_resident_id_unit_id",
                table: "estates_residency",
                columns: new[] { "tenant_id", "resident_id", "unit_id" },
                unique: true,
                filter: "state < 2");

            migrationBuilder.CreateIndex(
                name: "ix_estates_residency_tenant_id_state_id",
                table: "estates_residency",
                columns: new[] { "tenant_id", "state", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_estates_residency_tenant_id_unit_id_state",
                table: "estates_residency",
                columns: new[] { "tenant_id", "unit_id", "state" });

            migrationBuilder.CreateIndex(
                name: "ix_estates_resident_tenant_id_account_id",
                table: "estates_resident",
                columns: new[] { "tenant_id", "account_id" },
                unique: true,
                filter: "[account_id] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_estates_resident_tenant_id_home_unit_id",
                table: "estates_resident",
                columns: new[] { "tenant_id", "home_unit_id" });

            migrationBuilder.CreateIndex(
                name: "ix_estates_resident_tenant_id_name_id",
                table: "estates_resident",
                columns: new[] { "tenant_id", "name", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_estates_resident_tenant_id_phone",
                table: "estates_resident",
                columns: new[] { "tenant_id", "phone" },
                unique: true,
                filter: "[phone] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_estates_section_tenant_id_building_id_number",
                table: "estates_section",
                columns: new[] { "tenant_id", "building_id", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_estates_unit_tenant_id_building_id_code",
                table: "estates_unit",
                columns: new[] { "tenant_id", "building_id", "code" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_estates_unit_tenant_id_code",
                table: "estates_unit",
                columns: new[] { "tenant_id", "code" });

            migrationBuilder.CreateIndex(
                name: "ix_estates_unit_tenant_id_community_id_sort_key_id",
                table: "estates_unit",
                columns: new[] { "tenant_id", "community_id", "sort_key", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_estates_unit_tenant_id_number",
                table: "estates_unit",
                columns: new[] { "tenant_id", "number" });

            migrationBuilder.CreateIndex(
                name: "ix_estates_unit_tenant_id_section_id",
                table: "estates_unit",
                columns: new[] { "tenant_id", "section_id" });

            migrationBuilder.CreateIndex(
                name: "ix_notices_delivery_next_at_tenant_id",
                table: "notices_delivery",
                columns: new[] { "next_at", "tenant_id" },
                filter: "next_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_notices_delivery_tenant_id_account_id_source_channel",
                table: "notices_delivery",
                columns: new[] { "tenant_id", "account_id", "source", "channel" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_notices_delivery_tenant_id_notice_id",
                table: "notices_delivery",
                columns: new[] { "tenant_id", "notice_id" });

            migrationBuilder.CreateIndex(
                name: "ix_notices_delivery_tenant_id_planned_at",
                table: "notices_delivery",
                columns: new[] { "tenant_id", "planned_at" });

            migrationBuilder.CreateIndex(
                name: "ix_notices_delivery_tenant_id_source",
                table: "notices_delivery",
                columns: new[] { "tenant_id", "source" });

            migrationBuilder.CreateIndex(
                name: "ix_notices_delivery_tenant_id_state",
                table: "notices_delivery",
                columns: new[] { "tenant_id", "state" });

            migrationBuilder.CreateIndex(
                name: "ix_notices_prune_run_tenant_id",
                table: "notices_prune_run",
                column: "tenant_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_notices_wishes_tenant_id_account_id",
                table: "notices_wishes",
                columns: new[] { "tenant_id", "account_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_platform_attachment_tenant_id_owner_kind_owner_id",
                table: "platform_attachment",
                columns: new[] { "tenant_id", "owner_kind", "owner_id" });

            migrationBuilder.CreateIndex(
                name: "ix_platform_export_due_at_tenant_id",
                table: "platform_export",
                columns: new[] { "due_at", "tenant_id" },
                filter: "due_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_platform_export_tenant_id_account_id_slot",
                table: "platform_export",
                columns: new[] { "tenant_id", "account_id", "slot" },
                unique: true,
                filter: "[slot] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_platform_export_tenant_id_slot",
                table: "platform_export",
                columns: new[] { "tenant_id", "slot" });

            migrationBuilder.CreateIndex(
                name: "ix_platform_member_tenant_id_account_id",
                table: "platform_member",
                columns: new[] { "tenant_id", "account_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_platform_member_area_tenant_id_community_id",
                table: "platform_member_area",
                columns: new[] { "tenant_id", "community_id" });

            migrationBuilder.CreateIndex(
                name: "ix_platform_member_area_tenant_id_member_id",
                table: "platform_member_area",
                columns: new[] { "tenant_id", "member_id" });

            migrationBuilder.CreateIndex(
                name: "ix_platform_member_role_tenant_id_member_id_role_id",
                table: "platform_member_role",
                columns: new[] { "tenant_id", "member_id", "role_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_platform_member_role_tenant_id_role_id",
                table: "platform_member_role",
                columns: new[] { "tenant_id", "role_id" });

            migrationBuilder.CreateIndex(
                name: "ix_platform_notice_tenant_id_account_id_at",
                table: "platform_notice",
                columns: new[] { "tenant_id", "account_id", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_platform_notice_tenant_id_account_id_source",
                table: "platform_notice",
                columns: new[] { "tenant_id", "account_id", "source" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_platform_notice_tenant_id_at",
                table: "platform_notice",
                columns: new[] { "tenant_id", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_platform_notice_tenant_id_source",
                table: "platform_notice",
                columns: new[] { "tenant_id", "source" });

            migrationBuilder.CreateIndex(
                name: "ix_platform_number_series_tenant_id_series",
                table: "platform_number_series",
                columns: new[] { "tenant_id", "series" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_platform_once_key_tenant_id_account_id_key",
                table: "platform_once_key",
                columns: new[] { "tenant_id", "account_id", "key" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_platform_once_key_tenant_id_at",
                table: "platform_once_key",
                columns: new[] { "tenant_id", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_platform_outbox_due_at_tenant_id",
                table: "platform_outbox",
                columns: new[] { "due_at", "tenant_id" },
                filter: "parked_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_platform_role_tenant_id_key",
                table: "platform_role",
                columns: new[] { "tenant_id", "key" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_platform_role_grant_tenant_id_role_id_permission",
                table: "platform_role_grant",
                columns: new[] { "tenant_id", "role_id", "permission" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_platform_setting_tenant_id_key",
                table: "platform_setting",
                columns: new[] { "tenant_id", "key" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_staff_department_tenant_id_key",
                table: "staff_department",
                columns: new[] { "tenant_id", "key" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_staff_duty_entry_tenant_id_staff_id_at",
                table: "staff_duty_entry",
                columns: new[] { "tenant_id", "staff_id", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_staff_leave_tenant_id_staff_id",
                table: "staff_leave",
                columns: new[] { "tenant_id", "staff_id" });

            migrationBuilder.CreateIndex(
                name: "ix_staff_leave_tenant_id_state_until",
                table: "staff_leave",
                columns: new[] { "tenant_id", "state", "until" });

            migrationBuilder.CreateIndex(
                name: "ix_staff_member_tenant_id_account_id",
                table: "staff_member",
                columns: new[] { "tenant_id", "account_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_staff_member_tenant_id_department_id",
                table: "staff_member",
                columns: new[] { "tenant_id", "department_id" });

            migrationBuilder.CreateIndex(
                name: "ix_staff_member_tenant_id_field_work_left_on",
                table: "staff_member",
                columns: new[] { "tenant_id", "field_work", "left_on" });

            migrationBuilder.CreateIndex(
                name: "ix_staff_member_tenant_id_member_id",
                table: "staff_member",
                columns: new[] { "tenant_id", "member_id" });

            migrationBuilder.CreateIndex(
                name: "ix_staff_member_tenant_id_number",
                table: "staff_member",
                columns: new[] { "tenant_id", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_staff_member_skill_tenant_id_skill_id",
                table: "staff_member_skill",
                columns: new[] { "tenant_id", "skill_id" });

            migrationBuilder.CreateIndex(
                name: "ix_staff_member_skill_tenant_id_staff_id_skill_id",
                table: "staff_member_skill",
                columns: new[] { "tenant_id", "staff_id", "skill_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_staff_shift_tenant_id_day",
                table: "staff_shift",
                columns: new[] { "tenant_id", "day" });

            migrationBuilder.CreateIndex(
                name: "ix_staff_shift_tenant_id_staff_id_day_from",
                table: "staff_shift",
                columns: new[] { "tenant_id", "staff_id", "day", "from" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_staff_skill_tenant_id_key",
                table: "staff_skill",
                columns: new[] { "tenant_id", "key" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_tickets_batch_run_tenant_id_community_id",
                table: "tickets_batch_run",
                columns: new[] { "tenant_id", "community_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_tickets_category_tenant_id_key",
                table: "tickets_category",
                columns: new[] { "tenant_id", "key" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_tickets_category_tenant_id_parent_id",
                table: "tickets_category",
                columns: new[] { "tenant_id", "parent_id" });

            migrationBuilder.CreateIndex(
                name: "ix_tickets_contractor_pass_tenant_id_contractor_id",
                table: "tickets_contractor_pass",
                columns: new[] { "tenant_id", "contractor_id" });

            migrationBuilder.CreateIndex(
                name: "ix_tickets_contractor_pass_tenant_id_ticket_id_made_at",
                table: "tickets_contractor_pass",
                columns: new[] { "tenant_id", "ticket_id", "made_at" });

            migrationBuilder.CreateIndex(
                name: "ix_tickets_contractor_pass_tenant_id_token_hash",
                table: "tickets_contractor_pass",
                columns: new[] { "tenant_id", "token_hash" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_tickets_daily_fact_tenant_id_building_id",
                table: "tickets_daily_fact",
                columns: new[] { "tenant_id", "building_id" });

            migrationBuilder.CreateIndex(
                name: "ix_tickets_daily_fact_tenant_id_category_id",
                table: "tickets_daily_fact",
                columns: new[] { "tenant_id", "category_id" });

            migrationBuilder.CreateIndex(
                name: "ix_tickets_daily_fact_tenant_id_community_id",
                table: "tickets_daily_fact",
                columns: new[] { "tenant_id", "community_id" });

            migrationBuilder.CreateIndex(
                name: "ix_tickets_daily_fact_tenant_id_day_community_id",
                table: "tickets_daily_fact",
                columns: new[] { "tenant_id", "day", "community_id" });

            migrationBuilder.CreateIndex(
                name: "ix_tickets_dispatch_decision_tenant_id_at_overridden",
                table: "tickets_dispatch_decision",
                columns: new[] { "tenant_id", "at", "overridden" });

            migrationBuilder.CreateIndex(
                name: "ix_tickets_dispatch_decision_tenant_id_best_staff_id",
                table: "tickets_dispatch_decision",
                columns: new[] { "tenant_id", "best_staff_id" });

            migrationBuilder.CreateIndex(
                name: "ix_tickets_dispatch_decision_tenant_id_chosen_staff_id",
                table: "tickets_dispatch_decision",
                columns: new[] { "tenant_id", "chosen_staff_id" });

            migrationBuilder.CreateIndex(
                name: "ix_tickets_dispatch_decision_tenant_id_runner_up_staff_id",
                table: "tickets_dispatch_decision",
                columns: new[] { "tenant_id", "runner_up_staff_id" });

            migrationBuilder.CreateIndex(
                name: "ix_tickets_dispatch_decision_tenant_id_ticket_id_at",
                table: "tickets_dispatch_decision",
                columns: new[] { "tenant_id", "ticket_id", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_tickets_fact_tenant_id_ticket_id",
                table: "tickets_fact",
                columns: new[] { "tenant_id", "ticket_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_tickets_file_tenant_id_attachment_id",
                table: "tickets_file",
                columns: new[] { "tenant_id", "attachment_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_tickets_file_tenant_id_move_id",
                table: "tickets_file",
                columns: new[] { "tenant_id", "move_id" });

            migrationBuilder.CreateIndex(
                name: "ix_tickets_file_tenant_id_ticket_id",
                table: "tickets_file",
                columns: new[] { "tenant_id", "ticket_id" });

            migrationBuilder.CreateIndex(
                name: "ix_tickets_follow_up_tenant_id_building_id",
                table: "tickets_follow_up",
                columns: new[] { "tenant_id", "building_id" });

            migrationBuilder.CreateIndex(
                name: "ix_tickets_follow_up_tenant_id_community_id",
                table: "tickets_follow_up",
                columns: new[] { "tenant_id", "community_id" });

            migrationBuilder.CreateIndex(
                name: "ix_tickets_follow_up_tenant_id_done_at_opened_at",
                table: "tickets_follow_up",
                columns: new[] { "tenant_id", "done_at", "opened_at" });

            migrationBuilder.CreateIndex(
                name: "ix_tickets_follow_up_tenant_id_ticket_id",
                table: "tickets_follow_up",
                columns: new[] { "tenant_id", "ticket_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_tickets_incident_tenant_id_building_id",
                table: "tickets_incident",
                columns: new[] { "tenant_id", "building_id" });

            migrationBuilder.CreateIndex(
                name: "ix_tickets_incident_tenant_id_community_id",
                table: "tickets_incident",
                columns: new[] { "tenant_id", "community_id" });

            migrationBuilder.CreateIndex(
                name: "ix_tickets_incident_tenant_id_ended_at_from",
                table: "tickets_incident",
                columns: new[] { "tenant_id", "ended_at", "from" });

            migrationBuilder.CreateIndex(
                name: "ix_tickets_incident_follower_tenant_id_incident_id_account_id",
                table: "tickets_incident_follower",
                columns: new[] { "tenant_id", "incident_id", "account_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_tickets_incident_update_tenant_id_incident_id_at",
                table: "tickets_incident_update",
                columns: new[] { "tenant_id", "incident_id", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_tickets_move_tenant_id_ticket_id_at",
                table: "tickets_move",
                columns: new[] { "tenant_id", "ticket_id", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_tickets_price_item_tenant_id_key",
                table: "tickets_price_item",
                columns: new[] { "tenant_id", "key" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_tickets_quote_tenant_id_category_id",
                table: "tickets_quote",
                columns: new[] { "tenant_id", "category_id" });

            migrationBuilder.CreateIndex(
                name: "ix_tickets_quote_tenant_id_ticket_id",
                table: "tickets_quote",
                columns: new[] { "tenant_id", "ticket_id" });

            migrationBuilder.CreateIndex(
                name: "ix_tickets_quote_line_tenant_id_item_id",
                table: "tickets_quote_line",
                columns: new[] { "tenant_id", "item_id" });

            migrationBuilder.CreateIndex(
                name: "ix_tickets_quote_line_tenant_id_quote_id",
                table: "tickets_quote_line",
                columns: new[] { "tenant_id", "quote_id" });

            migrationBuilder.CreateIndex(
                name: "ix_tickets_rating_tenant_id_ticket_id",
                table: "tickets_rating",
                columns: new[] { "tenant_id", "ticket_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_tickets_saved_filter_tenant_id_account_id_name",
                table: "tickets_saved_filter",
                columns: new[] { "tenant_id", "account_id", "name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_tickets_ticket_tenant_id_assignee_account_id_state",
                table: "tickets_ticket",
                columns: new[] { "tenant_id", "assignee_account_id", "state" });

            migrationBuilder.CreateIndex(
                name: "ix_tickets_ticket_tenant_id_assignee_id",
                table: "tickets_ticket",
                columns: new[] { "tenant_id", "assignee_id" });

            migrationBuilder.CreateIndex(
                name: "ix_tickets_ticket_tenant_id_building_id",
                table: "tickets_ticket",
                columns: new[] { "tenant_id", "building_id" });

            migrationBuilder.CreateIndex(
                name: "ix_tickets_ticket_tenant_id_category_id",
                table: "tickets_ticket",
                columns: new[] { "tenant_id", "category_id" });

            migrationBuilder.CreateIndex(
                name: "ix_tickets_ticket_tenant_id_community_id_id",
                table: "tickets_ticket",
                columns: new[] { "tenant_id", "community_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_tickets_ticket_tenant_id_contact_phone",
                table: "tickets_ticket",
                columns: new[] { "tenant_id", "contact_phone" });

            migrationBuilder.CreateIndex(
                name: "ix_tickets_ticket_tenant_id_contractor_id",
                table: "tickets_ticket",
                columns: new[] { "tenant_id", "contractor_id" });

            migrationBuilder.CreateIndex(
                name: "ix_tickets_ticket_tenant_id_department_id_state",
                table: "tickets_ticket",
                columns: new[] { "tenant_id", "department_id", "state" });

            migrationBuilder.CreateIndex(
                name: "ix_tickets_ticket_tenant_id_done_at",
                table: "tickets_ticket",
                columns: new[] { "tenant_id", "done_at" });

            migrationBuilder.CreateIndex(
                name: "ix_tickets_ticket_tenant_id_done_at_assignee_id",
                table: "tickets_ticket",
                columns: new[] { "tenant_id", "done_at", "assignee_id" });

            migrationBuilder.CreateIndex(
                name: "ix_tickets_ticket_tenant_id_from_ticket_id",
                table: "tickets_ticket",
                columns: new[] { "tenant_id", "from_ticket_id" });

            migrationBuilder.CreateIndex(
                name: "ix_tickets_ticket_tenant_id_giver_id",
                table: "tickets_ticket",
                columns: new[] { "tenant_id", "giver_id" });

            migrationBuilder.CreateIndex(
                name: "ix_tickets_ticket_tenant_id_incident_id",
                table: "tickets_ticket",
                columns: new[] { "tenant_id", "incident_id" });

            migrationBuilder.CreateIndex(
                name: "ix_tickets_ticket_tenant_id_number",
                table: "tickets_ticket",
                columns: new[] { "tenant_id", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_tickets_ticket_tenant_id_place_code",
                table: "tickets_ticket",
                columns: new[] { "tenant_id", "place_code" });

            migrationBuilder.CreateIndex(
                name: "ix_tickets_ticket_tenant_id_public_place_id",
                table: "tickets_ticket",
                columns: new[] { "tenant_id", "public_place_id" });

            migrationBuilder.CreateIndex(
                name: "ix_tickets_ticket_tenant_id_reporter_account_id_id",
                table: "tickets_ticket",
                columns: new[] { "tenant_id", "reporter_account_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_tickets_ticket_tenant_id_rework_of_id",
                table: "tickets_ticket",
                columns: new[] { "tenant_id", "rework_of_id" });

            migrationBuilder.CreateIndex(
                name: "ix_tickets_ticket_tenant_id_state_due_at",
                table: "tickets_ticket",
                columns: new[] { "tenant_id", "state", "due_at" });

            migrationBuilder.CreateIndex(
                name: "ix_tickets_ticket_tenant_id_submitted_at",
                table: "tickets_ticket",
                columns: new[] { "tenant_id", "submitted_at" });

            migrationBuilder.CreateIndex(
                name: "ix_tickets_ticket_tenant_id_team_id_state",
                table: "tickets_ticket",
                columns: new[] { "tenant_id", "team_id", "state" });

            migrationBuilder.CreateIndex(
                name: "ix_tickets_ticket_tenant_id_unit_id",
                table: "tickets_ticket",
                columns: new[] { "tenant_id", "unit_id" });

            migrationBuilder.CreateIndex(
                name: "ix_tickets_work_tenant_id_ticket_id",
                table: "tickets_work",
                columns: new[] { "tenant_id", "ticket_id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "estates_import_draft");

            migrationBuilder.DropTable(
                name: "estates_parking_space");

            migrationBuilder.DropTable(
                name: "estates_residency");

            migrationBuilder.DropTable(
                name: "notices_delivery");

            migrationBuilder.DropTable(
                name: "notices_prune_run");

            migrationBuilder.DropTable(
                name: "notices_wishes");

            migrationBuilder.DropTable(
                name: "platform_export");

            migrationBuilder.DropTable(
                name: "platform_member_area");

            migrationBuilder.DropTable(
                name: "platform_member_role");

            migrationBuilder.DropTable(
                name: "platform_number_series");

            migrationBuilder.DropTable(
                name: "platform_once_key");

            migrationBuilder.DropTable(
                name: "platform_outbox");

            migrationBuilder.DropTable(
                name: "platform_role_grant");

            migrationBuilder.DropTable(
                name: "platform_setting");

            migrationBuilder.DropTable(
                name: "staff_duty_entry");

            migrationBuilder.DropTable(
                name: "staff_leave");

            migrationBuilder.DropTable(
                name: "staff_member_skill");

            migrationBuilder.DropTable(
                name: "staff_shift");

            migrationBuilder.DropTable(
                name: "tickets_batch_run");

            migrationBuilder.DropTable(
                name: "tickets_contractor_pass");

            migrationBuilder.DropTable(
                name: "tickets_daily_fact");

            migrationBuilder.DropTable(
                name: "tickets_dispatch_decision");

            migrationBuilder.DropTable(
                name: "tickets_fact");

            migrationBuilder.DropTable(
                name: "tickets_file");

            migrationBuilder.DropTable(
                name: "tickets_follow_up");

            migrationBuilder.DropTable(
                name: "tickets_incident_follower");

            migrationBuilder.DropTable(
                name: "tickets_incident_update");

            migrationBuilder.DropTable(
                name: "tickets_quote_line");

            migrationBuilder.DropTable(
                name: "tickets_rating");

            migrationBuilder.DropTable(
                name: "tickets_saved_filter");

            migrationBuilder.DropTable(
                name: "tickets_work");

            migrationBuilder.DropTable(
                name: "estates_resident");

            migrationBuilder.DropTable(
                name: "platform_notice");

            migrationBuilder.DropTable(
                name: "platform_role");

            migrationBuilder.DropTable(
                name: "staff_skill");

            migrationBuilder.DropTable(
                name: "platform_attachment");

            migrationBuilder.DropTable(
                name: "tickets_move");

            migrationBuilder.DropTable(
                name: "tickets_price_item");

            migrationBuilder.DropTable(
                name: "tickets_quote");

            migrationBuilder.DropTable(
                name: "tickets_ticket");

            migrationBuilder.DropTable(
                name: "estates_public_place");

            migrationBuilder.DropTable(
                name: "estates_unit");

            migrationBuilder.DropTable(
                name: "staff_member");

            migrationBuilder.DropTable(
                name: "tickets_category");

            migrationBuilder.DropTable(
                name: "tickets_contractor");

            migrationBuilder.DropTable(
                name: "tickets_incident");

            migrationBuilder.DropTable(
                name: "estates_section");

            migrationBuilder.DropTable(
                name: "platform_member");

            migrationBuilder.DropTable(
                name: "staff_department");

            migrationBuilder.DropTable(
                name: "estates_building");

            migrationBuilder.DropTable(
                name: "estates_community");
        }
    }
}
