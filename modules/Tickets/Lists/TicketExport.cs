using System.Globalization;
using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using Data;
using Estates.Contracts;
using Microsoft.EntityFrameworkCore;
using Platform;
using Platform.Exports;
using Tickets.Categories;
using Tickets.Facts;
using Tickets.Life;
using static Platform.Words;

namespace Tickets.Lists;

/// <summary>The desk's list as a file: the rows that <see cref="ListTickets"/> finds for the same filters, with what the desk sees of them. Phones are not in the list, so they are not in the file.</summary>
sealed class TicketExport(AppDb db, ListTickets.Handler tickets, IPlaces places) : IExportKind
{
    internal const string KindName = "tickets.list";
    const int PageSize = 500;

    // As the API writes filters; a misspelt one must not export everything.
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    public string Name => KindName;

    public string Permission => TicketPermissions.Assign;

    public string Title => "工单";

    public IReadOnlyList<ExportColumn> Columns { get; } =
    [
        new("单号", Width: 20), new("类型", Width: 10), new("类别", Width: 24), new("优先级", Width: 10), new("状态", Width: 12), new("暂停原因", Width: 20),
        new("小区"), new("位置", Width: 20), new("房间", Width: 10), new("联系人", Width: 14), new("描述", Width: 48), new("来源", Width: 12), new("处理人", Width: 14),
        new("提交时间", ExportCell.Moment, 18), new("接单时间", ExportCell.Moment, 18), new("预计到达", ExportCell.Moment, 18), new("开始时间", ExportCell.Moment, 18), new("完成时间", ExportCell.Moment, 18), new("时限", ExportCell.Moment, 18),
        new("工时（小时）", ExportCell.Number, 12), new("催单次数", ExportCell.Number, 10), new("返修次数", ExportCell.Number, 10), new("及时", ExportCell.Number, 8), new("质量", ExportCell.Number, 8), new("态度", ExportCell.Number, 8),
    ];

    /// <summary>The filters as they are asked for; where in the list one is does not matter.</summary>
    internal static JsonElement ParametersOf(ListTickets filters) => JsonSerializer.SerializeToElement(filters with { After = null, Limit = null }, Json);

    public async Task<Result<ExportPlan>> Plan(string parameters, CancellationToken stop)
    {
        ListTickets? filters;
        try
        {
            filters = JsonSerializer.Deserialize<ListTickets>(parameters, Json);
        }
        catch (JsonException misread)
        {
            return TicketErrors.BadCursor with { Args = [misread.Path ?? "$"] };
        }
        if (filters is null || filters.After is not null || filters.Limit is not null) return TicketErrors.BadCursor with { Args = ["after"] };
        if (filters.Wrong is { } wrong) return wrong;
        return new ExportPlan(ParametersOf(filters).GetRawText(), await About(filters, stop), (most, s) => tickets.Count(filters, s, most), s => Rows(filters, s));
    }

    sealed record Line(Guid Id, string Number, TicketKind Kind, string CategoryPath, Priority Priority, TicketState State, string? SuspendReason, string Community, string Place, string? Room, string ContactName, string Description,
        TicketSource Source, string? Assignee, DateTime SubmittedAt, DateTime? AcceptedAt, DateTime? PromisedAt, DateTime? StartedAt, DateTime? DoneAt, DateTime DueAt, int Urged, int Reopened)
    {
        internal static readonly Expression<Func<Ticket, Line>> Of = t => new(t.Id, t.Number, t.Kind, t.CategoryPath, t.Priority, t.State, t.SuspendReason, t.Community, t.PlaceLabel, t.Room, t.ContactName, t.Description,
            t.Source, t.AssigneeName, t.SubmittedAt, t.AcceptedAt, t.PromisedAt, t.StartedAt, t.DoneAt, t.DueAt, t.Urged, t.Reopened);
    }

    async IAsyncEnumerable<object?[]> Rows(ListTickets filters, [EnumeratorCancellation] CancellationToken stop)
    {
        List<Line> page;
        do
        {
            page = await tickets.Read(filters, PageSize, Line.Of, stop);
            var ids = page.ConvertAll(t => t.Id);
            var scores = await db.Ratings.AsNoTracking().Where(r => ids.Contains(r.TicketId)).Select(r => new { r.TicketId, r.Speed, r.Result, r.Attitude }).ToDictionaryAsync(r => r.TicketId, stop);
            var hours = await db.Work.AsNoTracking().Where(w => ids.Contains(w.TicketId) && w.Kind == WorkKind.Labour).GroupBy(w => w.TicketId).Select(g => new { g.Key, Sum = g.Sum(w => w.Quantity) }).ToDictionaryAsync(g => g.Key, g => g.Sum, stop);
            foreach (var t in page)
            {
                var score = scores.GetValueOrDefault(t.Id);
                yield return
                [
                    t.Number, TicketWords.Of(t.Kind), t.CategoryPath, TicketWords.Of(t.Priority), TicketWords.Of(t.State), t.SuspendReason, t.Community, t.Place, t.Room, t.ContactName, t.Description, TicketWords.Of(t.Source), t.Assignee,
                    t.SubmittedAt, t.AcceptedAt, t.PromisedAt, t.StartedAt, t.DoneAt, TicketLife.IsOpen(t.State) ? t.DueAt : null, hours.TryGetValue(t.Id, out var spent) ? spent : null, t.Urged, t.Reopened, score?.Speed, score?.Result, score?.Attitude,
                ];
            }
            if (page.Count > 0) filters = filters with { After = page[^1].Id };
        }
        while (page.Count == PageSize);
    }

    async Task<string> About(ListTickets filters, CancellationToken stop)
    {
        var community = filters.Community is { } c ? (await places.Communities(stop)).FirstOrDefault(x => x.Id == c)?.Name ?? T("一个小区") : null;
        var category = filters.Category is { } id ? await db.Categories.AsNoTracking().Where(x => x.Id == id).Select(x => x.Name).SingleOrDefaultAsync(stop) ?? T("一个类别") : null;
        List<string?> words =
        [
            filters.Open switch { true => T("未完成"), false => T("已结束"), null => null }, filters.Late == true ? T("已超时") : null, filters.Kind is { } kind ? TicketWords.Of(kind) : null,
            filters.State is { Length: > 0 } states ? string.Join(T("、"), states.Select(TicketWords.Of)) : null,
            filters.Mine switch { "reported" => T("我提交的"), "assigned" => T("派给我的"), "pool" => T("可以抢的"), "team" => T("部门里的"), _ => null },
            community, category, .. Narrowing(filters), filters.Q is { Length: > 0 } q ? T("搜索“{0}”", q.Trim()) : null,
        ];
        var said = string.Join(" · ", words.OfType<string>().Where(w => w.Length > 0));
        return said.Length > 0 ? said : T("全部");
    }

    /// <summary>What came from a table of figures, in words.</summary>
    internal static IEnumerable<string?> Narrowing(ListTickets filters) =>
    [
        filters.Fact is { } fact ? FactWords.Of(fact) : null,
        filters.From is null && filters.To is null ? null : T("{0} 至 {1}", Day(filters.From), Day(filters.To)),
        filters.Building is null ? null : T("一栋楼"), filters.Technician is null ? null : T("一位师傅"), filters.Unit is null ? null : T("一户"), filters.Dispatcher is null ? null : T("一位调度"),
    ];

    static string Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "…";
}
