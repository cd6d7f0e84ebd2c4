using System.Text.RegularExpressions;

namespace Architecture.Tests;

/// <summary>A page that shows stale forms again lets them through to its handlers, so each of these has to refuse them itself: they may come from another site.</summary>
public sealed partial class StaleFormTests
{
    [Fact]
    public void Every_handler_of_such_a_page_refuses_a_form_whose_token_does_not_fit()
    {
        var pages = Sources.Product.Where(f => f.IsRazor && f.Text.Contains("@attribute [ShowsStaleForms]", StringComparison.Ordinal)).ToList();
        pages.Count.ShouldBeGreaterThan(2);

        var careless = from page in pages
                       from Match handler in Handlers().Matches(page.Text)
                       let name = handler.Groups["name"].Value
                       where !Regex.Match(page.Text, $@"Task {name}\(\)\s*(=>[^\n]*|\{{.*?\n    \}})", RegexOptions.Singleline).Value.Contains("StaleForms.Refusal", StringComparison.Ordinal)
                       select $"{page.Path}: {name}";

        careless.ShouldBeEmpty();
    }

    [GeneratedRegex("@onsubmit=\"(?<name>\\w+)\"")]
    private static partial Regex Handlers();
}
