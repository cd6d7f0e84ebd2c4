namespace Tickets.Tests;

/// <summary>Finding a ticket with one field: by number, phone, address or words.</summary>
public sealed class SearchTests
{
    [Fact]
    public async Task A_ticket_is_found_by_its_number_phone_address_title_name_and_by_words_of_its_description()
    {
        var estate = await Estate.Build();
        var wanted = await Report(estate, "阳台的推拉窗关不严，夜里漏风");
        await Report(estate, "水槽下面的接头一直滴水");
        var ticket = await estate.Manager.Client.GetJson($"api/v1/tickets/{wanted}");

        (await Found(estate, ticket.GetProperty("number").GetString()!)).ShouldBe([wanted]);
        (await Found(estate, "漏风")).ShouldBe([wanted]);
        foreach (var shared in new[] { ticket.GetProperty("contactPhone").GetString()!, ticket.GetProperty("placeCode").GetString()!, ticket.GetProperty("place").GetString()!, ticket.GetProperty("title").GetString()!, "林静怡" })
            (await Found(estate, shared)).Count.ShouldBe(2, shared);
        (await Found(estate, "没有这样的词")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Signs_with_a_meaning_of_their_own_in_the_database_are_taken_as_they_are()
    {
        var estate = await Estate.Build();
        var percent = await Report(estate, "水压只有 50% 左右");
        await Report(estate, "水压只有 500 左右");

        (await Found(estate, "50% 左")).ShouldBe([percent]);
        (await Found(estate, "水_只")).ShouldBeEmpty();
        (await Found(estate, "' OR 1=1 --")).ShouldBeEmpty();
    }

    static async Task<Guid> Report(Estate estate, string words) => await (await estate.Resident.Client.Post("api/v1/tickets", await estate.Leak(words))).ShouldBeMade();

    static async Task<List<Guid>> Found(Estate estate, string words) =>
        [.. (await estate.Manager.Client.GetJson("api/v1/tickets?q=" + Uri.EscapeDataString(words))).GetProperty("items").EnumerateArray().Select(t => t.GetProperty("id").GetGuid())];
}
