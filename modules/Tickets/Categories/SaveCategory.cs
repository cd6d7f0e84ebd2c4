using Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Platform;
using Platform.Access;
using Staff.Contracts;
using Web.Access;
using Web.Http;

namespace Tickets.Categories;

/// <summary>Adds a group or leaf to the tree, or changes one. New rules count for new tickets.</summary>
sealed record SaveCategory(Guid? Id, SaveCategory.Body What, string? Key)
{
    internal sealed record Body(string? Name, string? Key = null, Guid? ParentId = null, TicketKind Kind = TicketKind.Repair, string? Icon = null, string? Hint = null, int Order = 0, bool Retired = false,
        CategoryRules? Rules = null, int? Version = null);

    internal static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/ticket-categories", async Task<Results<Created<Made>, ProblemHttpResult>> (Body body, Handler handler, [FromHeader(Name = "Idempotency-Key")] string? key, CancellationToken stop) =>
            (await handler.Run(new(null, body, key), stop)).ToCreated("ticket-categories")).RequirePermission(TicketPermissions.Categories).WithName("AddTicketCategory").WithTags("Tickets");
        api.MapPut("/ticket-categories/{id:guid}", async Task<Results<NoContent, ProblemHttpResult>> (Guid id, Body body, Handler handler, CancellationToken stop) =>
            (await handler.Run(new(id, body, null), stop)).ToNoContent()).RequirePermission(TicketPermissions.Categories).WithName("ChangeTicketCategory").WithTags("Tickets");
    }

    internal sealed class Handler(AppDb db, ICurrentPerson person, IStaffDirectory staff, TimeProvider clock)
    {
        public async Task<Result<Guid>> Run(SaveCategory command, CancellationToken stop)
        {
            if (command.Id is { } id)
            {
                var category = await db.Categories.SingleOrDefaultAsync(c => c.Id == id, stop);
                if (category is null) return CommonErrors.NotFound;
                if (command.What.Version != category.Version) return CommonErrors.Stale;
                if (await Fill(category, command.What, stop) is { } wrong) return wrong;
                await db.SaveChangesAsync(stop);
                return id;
            }
            return await db.SaveOnce(person.Required.AccountId, command.Key, command.What, clock.GetUtcNow().UtcDateTime, () => Add(command.What, stop), stop);
        }

        async Task<Result<Guid>> Add(Body what, CancellationToken stop)
        {
            var key = what.Key ?? "c" + Guid.CreateVersion7().ToString("N")[^12..];
            if (!FileKeys.IsKey(key) || await db.Categories.AnyAsync(c => c.Key == key, stop)) return CategoryErrors.BadKey;
            var kind = what.Kind;
            if (what.ParentId is { } parentId)
            {
                var parent = await db.Categories.AsNoTracking().SingleOrDefaultAsync(c => c.Id == parentId && c.ParentId == null, stop);
                if (parent is null) return CategoryErrors.BadParent;
                kind = parent.Kind;
            }
            var category = new Category(key, what.ParentId, kind);
            if (await Fill(category, what, stop) is { } wrong) return wrong;
            db.Categories.Add(category);
            return category.Id;
        }

        async Task<Error?> Fill(Category category, Body what, CancellationToken stop)
        {
            if (category.Describe(what.Name, what.Icon, what.Hint, what.Order).Error is { } badWords) return badWords;
            category.Retire(what.Retired);
            if (what.Rules is not { } rules) return null;
            var known = await staff.SkillNames(stop);
            if (rules.Skills.FirstOrDefault(s => !known.ContainsKey(s)) is { } unknown) return CategoryErrors.UnknownSkill with { Args = [unknown] };
            return category.Set(rules).Error;
        }
    }
}
