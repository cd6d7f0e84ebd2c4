using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Platform;
using Platform.Notices;
using Web.Access;
using Web.Http;

namespace Notices.Texts;

/// <summary>Sets the company's own words for a kind of notice; empty words give the product's back.</summary>
sealed record SaveText(string KindName, string? Zh, string? En, int Version)
{
    internal sealed record Body(string? Zh, string? En, int Version);

    internal sealed record Row(string Kind, string Label, IReadOnlyList<string> Places, string? Zh, string? En);

    internal sealed record Current(IReadOnlyList<Row> Kinds, int Version);

    internal static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/settings/notices/texts", async (Handler handler, CancellationToken stop) => TypedResults.Ok(await handler.Read(stop)))
            .RequirePermission(NoticePermissions.Settings).WithName("ListNoticeTexts").WithTags("Notices");
        api.MapPut("/settings/notices/texts/{kindName}", async Task<Results<NoContent, ProblemHttpResult>> (string kindName, Body body, Handler handler, CancellationToken stop) =>
            (await handler.Run(new(kindName, body.Zh, body.En, body.Version), stop)).ToNoContent())
            .RequirePermission(NoticePermissions.Settings).WithName("SaveNoticeText").WithTags("Notices");
    }

    internal sealed class Handler(NoticeKindList kinds, VersionedSettings settings)
    {
        public async Task<Current> Read(CancellationToken stop)
        {
            var (texts, version) = await settings.Read<NoticeTexts>(stop);
            return new([.. kinds.All.Select(k => RowOf(k, texts.Texts.FirstOrDefault(t => t.Kind == k.Name)))], version);
        }

        public async Task<Result<Done>> Run(SaveText command, CancellationToken stop)
        {
            if (kinds.Find(command.KindName) is not { } kind) return CommonErrors.NotFound;
            var own = new NoticeText(kind.Name, Clean(command.Zh), Clean(command.En));
            if (Check(kind.Name, own.Zh, own.En) is { } wrong) return wrong;

            var (texts, _) = await settings.Read<NoticeTexts>(stop);
            IEnumerable<NoticeText> rest = texts.Texts.Where(t => t.Kind != kind.Name);
            if (own is not { Zh: null, En: null }) rest = rest.Append(own);
            return await settings.Save(texts with { Texts = [.. rest.OrderBy(t => t.Kind, StringComparer.Ordinal)] }, command.Version, stop);
        }

        /// <summary>What is wrong with the words, or null.</summary>
        public Error? Check(string kind, string? zh, string? en) => kinds.Find(kind) is { } known ? TextRules.Check(known, Clean(zh)) ?? TextRules.Check(known, Clean(en)) : CommonErrors.NotFound;

        static Row RowOf(NoticeKind kind, NoticeText? own) => new(kind.Name, Words.T(kind.Label), [.. NoticeKind.OfAll, .. kind.Places], own?.Zh, own?.En);

        static string? Clean(string? words) => words?.Trim() is { Length: > 0 } text ? text : null;
    }
}
