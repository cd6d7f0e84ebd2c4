using Notices.Contracts;
using Platform.Settings;

namespace Notices.WeChat;

/// <summary>The company's own official account, or none.</summary>
sealed record NoticeWeChat : ICompanySetting
{
    /// <summary>What its secret is sealed for.</summary>
    internal const string Purpose = "notices.wechat.secret";

    public static string Key => "noticeWeChat";

    /// <summary>The account; empty for the platform's.</summary>
    public string AppId { get; init; } = "";
    /// <summary>Its secret, sealed.</summary>
    public string Sealed { get; init; } = "";
    /// <summary>The message template.</summary>
    public string Template { get; init; } = "";
    /// <summary>The template's field for the words.</summary>
    public string TextField { get; init; } = "thing1";
    /// <summary>The template's field for the time.</summary>
    public string TimeField { get; init; } = "time2";
}

/// <summary>The official account that speaks for the company: its own, or else the platform's.</summary>
sealed class WeChatAccount(ICompanySettings settings, CompanySecrets secrets, WeChatOptions? platform = null)
{
    /// <summary>True where the platform has one for companies without.</summary>
    internal bool HasPlatforms => platform is not null;

    /// <summary>The account, or null when there is none. One whose secret cannot be read any more is not replaced by the platform's, which other people follow.</summary>
    internal async ValueTask<WeChatOptions?> Of(CancellationToken stop)
    {
        var own = await settings.Get<NoticeWeChat>(stop);
        if (own.AppId.Length == 0) return platform;
        return secrets.Open(NoticeWeChat.Purpose, own.Sealed) is { } secret ? new(own.AppId, secret, own.Template, own.TextField, own.TimeField) : null;
    }
}
