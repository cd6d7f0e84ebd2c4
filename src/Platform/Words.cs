using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using System.Resources;

namespace Platform;

/// <summary>
/// The words people read. Chinese stands in the code, where it is said; each assembly carries a <c>Words.en.restext</c>
/// with <c>中文=English</c> lines. <c>T("还剩 {0} 件", n)</c> answers in the current UI culture and falls back to the Chinese.
/// </summary>
public static class Words
{
    static readonly ConcurrentDictionary<(string Culture, string Text), string> Known = new();
    static volatile ResourceManager[] sources = [];

    /// <summary>Adds an assembly's <c>Words.en.restext</c>. Called once per module when the host starts; repeating it is harmless.</summary>
    public static void AddFrom(Assembly assembly)
    {
        var baseName = assembly.GetName().Name + ".Words";
        lock (Known)
        {
            if (sources.Any(s => s.BaseName == baseName)) return;
            sources = [.. sources, new ResourceManager(baseName, assembly)];
            Known.Clear();
        }
    }

    /// <summary>The text in the current UI culture, with <paramref name="args"/> put in by the current culture's formats.</summary>
    public static string T(string text, params object?[] args)
    {
        var culture = CultureInfo.CurrentUICulture;
        var found = culture.TwoLetterISOLanguageName == "zh" ? text : Known.GetOrAdd((culture.Name, text), Look);
        return args.Length == 0 ? found : string.Format(CultureInfo.CurrentCulture, found, args);
    }

    static string Look((string Culture, string Text) key)
    {
        var culture = CultureInfo.GetCultureInfo(key.Culture);
        foreach (var source in sources)
        {
            // tryParents stops before the neutral set: the neutral language is the text itself.
            for (var c = culture; !c.Equals(CultureInfo.InvariantCulture); c = c.Parent)
                if (source.GetResourceSet(c, createIfNotExists: true, tryParents: false)?.GetString(key.Text) is { } found)
                    return found;
        }
        return key.Text;
    }
}
