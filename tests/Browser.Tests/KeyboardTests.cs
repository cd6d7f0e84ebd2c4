using Microsoft.Playwright;

namespace Browser.Tests;

/// <summary>Without a mouse.</summary>
public sealed class KeyboardTests(Browsers browsers)
{
    // What has the focus, whether it shows that it has it, and whether it is to be seen.
    const string Focused = """
        () => {
            const at = document.activeElement, shown = at.closest('label') ?? at, box = (at.classList.contains('sr') ? shown : at).getBoundingClientRect();
            const ringed = [at, at.closest('label'), at.closest('.input')].some(x => x && getComputedStyle(x).outlineStyle !== 'none' && parseFloat(getComputedStyle(x).outlineWidth) >= 1);
            return !ringed ? 'no ring: ' + at.outerHTML : box.width && box.bottom > 0 && box.top < innerHeight ? '' : 'out of sight: ' + at.outerHTML;
        }
        """;

    [Fact]
    public async Task A_ticket_is_opened_from_the_list_and_given_to_the_second_best_with_the_keyboard_alone()
    {
        var estate = await Stored.LeaksAre("manual");
        var id = await estate.Leaks("厨房水管漏水");
        var desk = await browsers.Desk(estate, estate.Dispatcher);
        var page = desk.Page;
        await page.GotoAsync($"{estate.Company.Slug}/desk/tickets");

        await page.Keyboard.PressAsync("Tab");
        (await page.EvaluateAsync<string>("document.activeElement.className")).ShouldBe("skip");
        await page.Keyboard.PressAsync("Enter");
        await TabTo(page, "#list th a");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync($"**/desk/tickets/{id}");
        await TabTo(page, "label.cand input");
        // One stop for the whole group; arrows choose in it.
        await page.Keyboard.PressAsync("ArrowDown");
        (await page.Locator("label.cand:has(:focus)").InnerTextAsync()).ShouldContain("何晓东");
        (await page.EvaluateAsync<string>(Focused)).ShouldBe("");
        await TabTo(page, "#why");
        await page.Keyboard.TypeAsync("他就在楼下");
        await TabTo(page, "form:has(#why) button.primary");
        await page.Keyboard.PressAsync("Enter");
        await desk.Sees("#timeline >> text=他就在楼下");

        (await estate.Ticket(id)).AssigneeId.ShouldBe(estate.SecondPlumberId);
        desk.Errors.ShouldBeEmpty();
    }

    static async Task TabTo(IPage page, string selector)
    {
        for (var stops = 0; stops < 150; stops++)
        {
            await page.Keyboard.PressAsync("Tab");
            (await page.EvaluateAsync<string>(Focused)).ShouldBe("");
            if (await page.EvaluateAsync<bool>($"document.activeElement.matches({System.Text.Json.JsonSerializer.Serialize(selector)})")) return;
        }
        Assert.Fail($"The Tab key does not lead to {selector}.");
    }
}
