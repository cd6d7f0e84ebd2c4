using Microsoft.Extensions.DependencyInjection;
using Notices.Wishes;
using Platform.Notices;
using Platform.Settings;

namespace Notices.Texts;

/// <summary>Ways, quiet hours and own words in a company file. The web hook is not among them: its secret stays where it was drawn.</summary>
sealed record NoticesFile
{
    /// <summary>Kinds whose ways differ from mail and WeChat.</summary>
    public IReadOnlyList<KindChannels> Channels { get; init; } = [];
    /// <summary>Beginning of the quiet hours.</summary>
    public TimeOnly QuietFrom { get; init; } = new(22, 0);
    /// <summary>Their end.</summary>
    public TimeOnly QuietUntil { get; init; } = new(7, 0);
    /// <summary>Own words.</summary>
    public IReadOnlyList<NoticeText> Texts { get; init; } = [];
}

/// <summary>How the company tells people things.</summary>
sealed class NoticesSection : ICompanySection
{
    public string Name => "notices";

    public Type Shape => typeof(NoticesFile);

    public void Validate(object value, CompanyFileProblems problems)
    {
        var file = (NoticesFile)value;
        foreach (var (place, error) in DefaultRules.Check(problems.Kinds, file.Channels)) problems.Add($"$.notices.channels{place}", error.Text, error.Args);
        for (var i = 0; i < file.Texts.Count; i++)
        {
            var (text, place) = (file.Texts[i], $"$.notices.texts[{i}]");
            if (problems.Kinds.Find(text.Kind) is not { } kind) problems.Add(place + ".kind", "没有这类提醒，请刷新后再试。");
            else if (file.Texts.Take(i).Any(t => t.Kind == text.Kind)) problems.Add(place + ".kind", "同一类提醒写了两次。");
            else
            {
                if (TextRules.Check(kind, text.Zh) is { } zh) problems.Add(place + ".zh", zh.Text, zh.Args);
                if (TextRules.Check(kind, text.En) is { } en) problems.Add(place + ".en", en.Text, en.Args);
            }
        }
    }

    public async Task Apply(object value, IServiceProvider services, CompanyChanges changes, CancellationToken stop)
    {
        var (settings, file) = (services.GetRequiredService<ICompanySettings>(), (NoticesFile)value);
        var (defaults, texts) = (await settings.Get<NoticeDefaults>(stop), await settings.Get<NoticeTexts>(stop));
        var (ways, words) = (new NoticeDefaults { Kinds = file.Channels, QuietFrom = file.QuietFrom, QuietUntil = file.QuietUntil }, new NoticeTexts { Texts = file.Texts });
        if (await settings.Set(ways, stop))
        {
            Compare(changes, "channels", defaults.Kinds.Select(k => $"{k.Kind}: {string.Join(' ', k.Channels)}"), ways.Kinds.Select(k => $"{k.Kind}: {string.Join(' ', k.Channels)}"));
            Compare(changes, "quiet", [$"{defaults.QuietFrom:HH\\:mm}–{defaults.QuietUntil:HH\\:mm}"], [$"{ways.QuietFrom:HH\\:mm}–{ways.QuietUntil:HH\\:mm}"]);
        }
        if (await settings.Set(words, stop)) Compare(changes, "texts", texts.Texts.Select(t => $"{t.Kind}: {t.Zh} / {t.En}"), words.Texts.Select(t => $"{t.Kind}: {t.Zh} / {t.En}"));
    }

    static void Compare(CompanyChanges changes, string what, IEnumerable<string> before, IEnumerable<string> after)
    {
        var (old, now) = (before.ToList(), after.ToList());
        if (!old.SequenceEqual(now)) changes.Changed("notices." + what, Text(old.Except(now)), Text(now.Except(old)));
    }

    static string Text(IEnumerable<string> values) => string.Join(" | ", values) is { Length: > 0 } text ? text : "·";

    public async Task<object> Export(IServiceProvider services, CancellationToken stop)
    {
        var settings = services.GetRequiredService<ICompanySettings>();
        var (defaults, texts) = (await settings.Get<NoticeDefaults>(stop), await settings.Get<NoticeTexts>(stop));
        return new NoticesFile { Channels = defaults.Kinds, QuietFrom = defaults.QuietFrom, QuietUntil = defaults.QuietUntil, Texts = texts.Texts };
    }
}
