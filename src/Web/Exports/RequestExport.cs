using System.Globalization;
using System.Text.Json;
using Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Platform;
using Platform.Access;
using Platform.Exports;
using Platform.Nodes;
using Web.Access;
using Web.Http;

namespace Web.Exports;

/// <summary>How much may be exported.</summary>
/// <param name="MostRows">Rows of one file.</param>
/// <param name="MostOfPerson">Exports of a person that wait or run at a time.</param>
/// <param name="MostOfCompany">Exports of a company that wait or run at a time.</param>
public sealed record ExportOptions(int MostRows = 200_000, int MostOfPerson = 3, int MostOfCompany = 30);

/// <summary>Asks for a list as a file. The same wish while it is being fulfilled is that one.</summary>
/// <param name="Kind">Name of an <see cref="IExportKind"/>.</param>
/// <param name="Parameters">What is wanted of it, in the kind's own words.</param>
public sealed record RequestExport(string? Kind, JsonElement? Parameters = null)
{
    internal static void Map(RouteGroupBuilder exports) => exports.MapPost("", async Task<Results<Created<Made>, ProblemHttpResult>> (RequestExport command,
        [FromHeader(Name = "Idempotency-Key")] string? key, Handler handler, CancellationToken stop) => (await handler.Run(command, key, stop)).ToCreated("exports"))
        .WithRule(new OpenToMembersAttribute()).WithName("RequestExport");

    /// <summary>Puts exports into the queue.</summary>
    public sealed class Handler(AppDb db, ICurrentPerson person, IEnumerable<IExportKind> kinds, ExportOptions options, INodeBus bus, TimeProvider clock)
    {
        const int Races = 5;

        /// <summary>The id of the new export, or of the same one that is under way; a request with the same key makes one.</summary>
        public Task<Result<Guid>> Run(RequestExport command, string? key, CancellationToken stop) =>
            Save(command.Kind, command.Parameters is { ValueKind: not (JsonValueKind.Undefined or JsonValueKind.Null) } given ? given.GetRawText() : "{}", null, key, stop);

        /// <summary>Asks again for what <paramref name="ended"/> was, in its place.</summary>
        internal Task<Result<Guid>> Again(Export ended, CancellationToken stop) => Save(ended.Kind, ended.Parameters, ended, null, stop);

        async Task<Result<Guid>> Save(string? name, string parameters, Export? instead, string? key, CancellationToken stop)
        {
            var now = clock.GetUtcNow().UtcDateTime;
            for (var left = Races; ; left--)
            {
                try
                {
                    var made = await db.SaveOnce(person.Required.AccountId, key, new { name, parameters }, now, () => Make(name, parameters, instead, now, stop), stop);
                    if (made.Error is null) await Tell();
                    return made;
                }
                catch (DbUpdateException clash) when (left > 1 && clash.IsDuplicate())
                {
                    // Another request of the person took the place at the same moment.
                    db.ChangeTracker.Clear();
                }
            }
        }

        async Task Tell()
        {
            await bus.Publish(new ExportWaiting(db.TenantId));
            await bus.Publish(new LivePush(db.TenantId, [person.Required.AccountId], Board: false, ["exports"]));
        }

        async Task<Result<Guid>> Make(string? name, string parameters, Export? instead, DateTime now, CancellationToken stop)
        {
            if (kinds.FirstOrDefault(k => k.Name == name) is not { } kind) return ExportErrors.UnknownKind;
            if (!person.Required.May(kind.Permission)) return CommonErrors.Forbidden;
            // No database keeps it, wherever in the wish it stands.
            if (parameters.Contains("\\u0000", StringComparison.Ordinal)) return ExportErrors.BadParameters;
            var plan = await kind.Plan(parameters, stop);
            if (plan.Error is { } wrong) return wrong;
            if (plan.Value.Parameters.Length > Export.LongestParameters) return ExportErrors.BadParameters;

            var me = person.Required.AccountId;
            var language = CultureInfo.CurrentUICulture.Name;
            var mine = await db.Set<Export>().AsNoTracking().Where(e => e.AccountId == me && e.Slot != null).ToListAsync(stop);
            if (mine.Find(e => e.Kind == name && e.Parameters == plan.Value.Parameters && e.Language == language) is { } same) return same.Id;
            var slot = Enumerable.Range(1, options.MostOfPerson).Except(mine.Select(e => e.Slot!.Value)).FirstOrDefault();
            if (slot == 0) return ExportErrors.TooMany with { Args = [options.MostOfPerson] };
            if (await db.Set<Export>().Where(e => e.Slot != null).CountUpTo(options.MostOfCompany, stop) >= options.MostOfCompany) return ExportErrors.CompanyBusy;
            if (await plan.Value.Count(options.MostRows + 1, stop) > options.MostRows) return ExportErrors.TooManyRows with { Args = [options.MostRows] };

            var export = new Export(me, kind, plan.Value.Parameters, Cut(plan.Value.About), language, slot, now);
            db.Add(export);
            if (instead is not null) db.Drop(instead, now);
            return export.Id;
        }

        static string Cut(string about) => about.Length <= 400 ? about : about[..399] + "…";
    }
}
