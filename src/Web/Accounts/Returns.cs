using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Localization;

namespace Web.Accounts;

static class Returns
{
    /// <summary>A way back inside this site; anything else leads to the list of companies.</summary>
    internal static string Safe(string? url) =>
        url is { Length: > 1 } && url[0] == '/' && url[1] is not ('/' or '\\') && !url.Contains('\\', StringComparison.Ordinal) && !url.Any(char.IsControl) ? url : "/account";
}

static class Preferences
{
    /// <summary>Keeps the account's language where the next request finds it before anything is read.</summary>
    internal static void Keep(HttpContext http, string? language)
    {
        if (language is null) http.Response.Cookies.Delete(WebServices.LanguageCookie);
        else http.Response.Cookies.Append(WebServices.LanguageCookie, CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(language)),
            new CookieOptions { MaxAge = TimeSpan.FromDays(400), IsEssential = true, SameSite = SameSiteMode.Lax, HttpOnly = true });
    }
}
