using Data;
using Microsoft.EntityFrameworkCore;

namespace Web.Accounts;

/// <summary>How an account wants its pages. Unknown values mean "as the system says".</summary>
static class SavePreferences
{
    internal sealed class Handler(HostDb db, AccountStamps stamps)
    {
        public async Task Run(Guid account, string? theme, string? language, bool largeType, CancellationToken stop)
        {
            var wantedTheme = theme is "light" or "dark" ? theme : null;
            var wantedLanguage = language is not null && WebServices.Languages.Contains(language) ? language : null;
            await db.Users.Where(a => a.Id == account).ExecuteUpdateAsync(a => a
                .SetProperty(x => x.Theme, wantedTheme).SetProperty(x => x.Language, wantedLanguage).SetProperty(x => x.LargeType, largeType), stop);
            await stamps.Changed(account);
        }
    }
}
