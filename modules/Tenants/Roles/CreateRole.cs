using Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Platform;
using Platform.Access;
using Tenants.Contracts;
using Web.Access;
using Web.Http;

namespace Tenants.Roles;

/// <summary>Adds a role, empty or with what another one may do. Whoever manages roles may grant anything: they could give it to their own role as well.</summary>
sealed record CreateRole(string? Name, string? CopyOf)
{
    /// <summary>The new role and the key it is found by.</summary>
    internal sealed record Made(Guid Id, string Key);

    internal static void Map(RouteGroupBuilder api) => api.MapPost("/roles", Post).RequirePermission(CompanyPermissions.Roles).WithName("CreateRole").WithTags("Company");

    static async Task<Results<Created<Made>, ProblemHttpResult>> Post(CreateRole body, Handler handler, [FromHeader(Name = "Idempotency-Key")] string? key, CancellationToken stop)
    {
        var made = await handler.Run(body, key, stop);
        return made.Error is { } error ? error.ToProblem() : TypedResults.Created($"roles/{Role.KeyOf(made.Value)}", new Made(made.Value, Role.KeyOf(made.Value)));
    }

    internal sealed class Handler(AppDb db, ICurrentPerson person, TimeProvider clock)
    {
        const int Most = 200;

        public Task<Result<Guid>> Run(CreateRole command, string? key, CancellationToken stop) =>
            db.SaveOnce(person.Required.AccountId, key, command, clock.GetUtcNow().UtcDateTime, () => Make(command, stop), stop);

        async Task<Result<Guid>> Make(CreateRole command, CancellationToken stop)
        {
            if (command.Name?.Trim() is not { Length: > 0 and <= 60 } name) return RoleErrors.NoName;
            if (await db.Set<Role>().AnyAsync(r => r.Name == name, stop)) return RoleErrors.SameName;
            if (await db.Set<Role>().CountAsync(stop) >= Most) return RoleErrors.TooMany(Most);
            var model = command.CopyOf is { Length: > 0 } like ? await db.Set<Role>().AsNoTracking().Include(r => r.Grants).SingleOrDefaultAsync(r => r.Key == like, stop) : null;
            if (model is null && command.CopyOf is { Length: > 0 } unknown) return RoleErrors.UnknownRole(unknown);

            var role = new Role(name);
            foreach (var grant in model?.Grants ?? []) role.Grant(grant.Permission, grant.Scope);
            db.Add(role);
            return role.Id;
        }
    }
}
