namespace Backups;

/// <summary>Names of the module's permissions.</summary>
static class BackupPermissions
{
    internal const string Manage = "backups.manage";
}
