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
                    text = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false),
                    args_json = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: false),
                    link = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false),
                    at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    read_at = table.Column<DateTime>(type: "datetime2", nullable: true),
                    mailed_at = table.Column<DateTime>(type: "datetime2", nullable: true),
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

            migrationBuilder.CreateIndex(
                name: "ix_platform_attachment_tenant_id_owner_kind_owner_id",
                table: "platform_attachment",
                columns: new[] { "tenant_id", "owner_kind", "owner_id" });

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
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "platform_attachment");

            migrationBuilder.DropTable(
                name: "platform_member_area");

            migrationBuilder.DropTable(
                name: "platform_member_role");

            migrationBuilder.DropTable(
                name: "platform_notice");

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
                name: "platform_member");

            migrationBuilder.DropTable(
                name: "platform_role");
        }
    }
}
