using Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Platform.Events;
using Platform.Model;

namespace Architecture.Tests;

public sealed class ModelTests
{
    public static TheoryData<DatabaseProvider> Providers => Models.Providers;

    /// <summary>Ids without a foreign key, and why. An account lives in the platform's own database, so whatever ends in AccountId has none either.</summary>
    static readonly Dictionary<string, string> Unbound = new(StringComparer.Ordinal)
    {
        ["MemberArea.CommunityId"] = "the platform does not know the module that keeps communities",
        ["MemberArea.BuildingId"] = "the platform does not know the module that keeps buildings",
        ["Attachment.OwnerId"] = "the owner may be of any kind, named by OwnerKind",
        ["OnceKey.MadeId"] = "what was made may be of any kind",
    };

    /// <summary>Parts that belong to no aggregate, and why.</summary>
    static readonly Dictionary<Type, string> Loose = new() { [typeof(OutboxMessage)] = "changed and deleted by the worker, never by a use case" };

    /// <summary>What workers do for whichever company has something due, and the index that answers the question.</summary>
    static readonly Dictionary<Type, string> WorkedOff = new() { [typeof(OutboxMessage)] = "DueAt, TenantId", [typeof(Notices.Sending.NoticeDelivery)] = "NextAt, TenantId", [typeof(Platform.Exports.Export)] = "DueAt, TenantId" };

    [Fact]
    public void Every_row_of_a_company_is_an_aggregate_a_part_or_history() => Models.Problems(e =>
        e.ClrType.BaseType is { } kind && (kind == typeof(Aggregate) || kind == typeof(Part) || kind == typeof(Entry)) ? [] : ["derives from something else"]).ShouldBeEmpty();

    [Fact]
    public void Every_entity_carries_the_filter_of_its_company_and_no_other() => Models.Problems(e =>
    {
        var filters = e.GetDeclaredQueryFilters();
        if (filters.Count != 1 || filters.Single().Key != AppDb.TenantFilter) return [$"has the filters {string.Join(", ", filters.Select(f => f.Key ?? "(unnamed)"))}"];
        var body = filters.Single().Expression!.Body.ToString();
        return body.Contains("TenantId", StringComparison.Ordinal) && body.Contains(nameof(AppDb), StringComparison.Ordinal) ? [] : [$"is filtered by {body}"];
    }).ShouldBeEmpty();

    [Fact]
    public void Every_key_is_the_company_and_the_id() => Models.Problems(e =>
        Models.Names(e.FindPrimaryKey()?.Properties ?? []) == "TenantId, Id" && e.FindPrimaryKey()!.Properties.All(p => p.ValueGenerated == ValueGenerated.Never)
            ? [] : ["has another key"]).ShouldBeEmpty();

    [Fact]
    public void Every_foreign_key_stays_within_the_company() => Models.Problems(e => e.GetForeignKeys()
        .Where(k => k.Properties[0].Name != Models.Tenant || k.PrincipalKey.Properties[0].Name != Models.Tenant || k.Properties.Count != 2)
        .Select(k => $"refers to {k.PrincipalEntityType.DisplayName()} by {Models.Names(k.Properties)}")).ShouldBeEmpty();

    [Fact]
    public void Every_id_is_a_foreign_key_or_has_a_reason_not_to_be() => Models.Problems(e => e.GetProperties()
        .Where(p => p.ClrType == typeof(Guid) || p.ClrType == typeof(Guid?))
        .Where(p => p.Name.EndsWith("Id", StringComparison.Ordinal) && p.Name is not ("Id" or Models.Tenant) && !p.Name.EndsWith("AccountId", StringComparison.Ordinal))
        .Where(p => !p.IsForeignKey() && !Unbound.ContainsKey($"{e.ClrType.Name}.{p.Name}"))
        .Select(p => $"keeps {p.Name} without a foreign key")).ShouldBeEmpty();

    [Fact]
    public void Every_reason_against_a_foreign_key_is_still_needed()
    {
        using var db = Models.App(DatabaseProvider.Sqlite);
        var names = Models.Entities(db).SelectMany(e => e.GetProperties().Where(p => !p.IsForeignKey()).Select(p => $"{e.ClrType.Name}.{p.Name}")).ToHashSet();

        Unbound.Keys.Where(k => !names.Contains(k)).ShouldBeEmpty();
    }

    [Fact]
    public void Every_index_starts_with_the_company() => Models.Problems(e => WorkedOff.ContainsKey(e.ClrType) ? [] : e.GetIndexes()
        .Where(i => i.Properties[0].Name != Models.Tenant).Select(i => $"has an index on {Models.Names(i.Properties)}")).ShouldBeEmpty();

    [Fact]
    public void Only_the_question_who_has_something_due_is_asked_across_companies() => Models.Problems(e => WorkedOff.GetValueOrDefault(e.ClrType) is not { } due ? [] : e.GetIndexes()
        .Where(i => i.Properties[0].Name != Models.Tenant && Models.Names(i.Properties) != due)
        .Select(i => $"has an index on {Models.Names(i.Properties)}")).ShouldBeEmpty();

    [Fact]
    public void The_second_of_two_writers_is_noticed_on_every_aggregate() => Models.Problems(e => !typeof(Aggregate).IsAssignableFrom(e.ClrType)
        || e.FindProperty(nameof(Aggregate.Version)) is { IsConcurrencyToken: true } ? [] : ["has no concurrency token"]).ShouldBeEmpty();

    [Fact]
    public void Every_part_lives_and_dies_with_its_aggregate() => Models.Problems(e => !typeof(Part).IsAssignableFrom(e.ClrType) || Loose.ContainsKey(e.ClrType)
        || e.GetForeignKeys().Count(k => k.DeleteBehavior == DeleteBehavior.Cascade && typeof(Aggregate).IsAssignableFrom(k.PrincipalEntityType.ClrType)) == 1
            ? [] : ["is a part of nothing, or of more than one thing"]).ShouldBeEmpty();

    [Fact]
    public void Nothing_but_parts_is_deleted_along_with_something_else() => Models.Problems(e => typeof(Part).IsAssignableFrom(e.ClrType) ? [] : e.GetForeignKeys()
        .Where(k => k.DeleteBehavior is DeleteBehavior.Cascade or DeleteBehavior.SetNull)
        .Select(k => $"goes with {k.PrincipalEntityType.DisplayName()}")).ShouldBeEmpty();

    [Fact]
    public void Every_amount_has_a_precision_and_every_text_a_length() => Models.Problems(e => e.GetProperties()
        .Where(p => (Nullable.GetUnderlyingType(p.ClrType) ?? p.ClrType) == typeof(decimal) && (p.GetPrecision() is null || p.GetScale() is null)
            || p.ClrType == typeof(string) && p.GetMaxLength() is null)
        .Select(p => $"leaves {p.Name} open")).ShouldBeEmpty();

    [Fact]
    public void Every_table_bears_the_name_of_its_module() => Models.Problems(e =>
        e.GetTableName()!.StartsWith((Linli.LinliHost.Modules.FirstOrDefault(m => m.Assembly == e.ClrType.Assembly)?.Name ?? "platform") + "_", StringComparison.Ordinal) ? [] : [$"is in {e.GetTableName()}"]).ShouldBeEmpty();

    [Fact]
    public void Table_names_are_lower_snake_case_and_told_apart() => Models.Problems(e =>
        e.GetTableName() is { } table && System.Text.RegularExpressions.Regex.IsMatch(table, "^[a-z]+(_[a-z]+)+$") ? [] : [$"is kept in {e.GetTableName()}"]).ShouldBeEmpty();

    [Theory, MemberData(nameof(Providers))]
    public void The_migrations_are_up_to_date(DatabaseProvider provider)
    {
        using var app = Models.App(provider);
        using var host = Models.Host(provider);

        app.Database.HasPendingModelChanges().ShouldBeFalse("The companies' model has changes without a migration.");
        host.Database.HasPendingModelChanges().ShouldBeFalse("The platform's model has changes without a migration.");
    }
}
