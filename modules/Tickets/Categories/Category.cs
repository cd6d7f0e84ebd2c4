using Platform;
using Platform.Model;

namespace Tickets.Categories;

/// <summary>What a ticket is about.</summary>
enum TicketKind { Repair, Complaint, Suggestion, Order }

enum Priority { Low, Normal, High, Urgent }

enum DispatchMode { Auto, Grab, Manual, RoundRobin, Batch }

enum PlaceRule { Unit, Public, Both }

/// <summary>What must be there before the work counts as done.</summary>
sealed record Evidence(bool Before = false, bool After = false, int Steps = 0, bool Signature = false);

/// <summary>The rules of a leaf. Targets are minutes of the company's working time, or of the clock when <see cref="RoundTheClock"/>.</summary>
sealed record CategoryRules(IReadOnlyList<string> Skills, Priority Priority, int ResponseMinutes, int ResolveMinutes, bool RoundTheClock, DispatchMode Dispatch, bool Chargeable,
    PlaceRule Where, Evidence Evidence, int ArriveMinutes = 0);

/// <summary>A node of the company's category tree; only leaves (with a parent) take tickets.</summary>
sealed class Category : Aggregate
{
    Category() { }

    internal Category(string key, Guid? parentId, TicketKind kind) => (Key, ParentId, Kind) = (key, parentId, kind);

    public string Key { get; private set; } = "";
    public Guid? ParentId { get; private set; }
    public TicketKind Kind { get; private set; }
    public string Name { get; private set; } = "";
    public string? Icon { get; private set; }
    public string? Hint { get; private set; }
    public int Order { get; private set; }
    public bool Retired { get; private set; }

    public List<string> Skills { get; private set; } = [];
    public Priority Priority { get; private set; } = Priority.Normal;
    public int ResponseMinutes { get; private set; } = 30;
    /// <summary>Until somebody is there; 0 where only the technician's promise counts.</summary>
    public int ArriveMinutes { get; private set; }
    public int ResolveMinutes { get; private set; } = 24 * 60;
    public bool RoundTheClock { get; private set; }
    public DispatchMode Dispatch { get; private set; }
    public bool Chargeable { get; private set; }
    public PlaceRule Where { get; private set; } = PlaceRule.Both;
    public bool NeedsBefore { get; private set; }
    public bool NeedsAfter { get; private set; }
    public int MinSteps { get; private set; }
    public bool NeedsSignature { get; private set; }

    internal CategoryRules Rules => new(Skills, Priority, ResponseMinutes, ResolveMinutes, RoundTheClock, Dispatch, Chargeable, Where, new(NeedsBefore, NeedsAfter, MinSteps, NeedsSignature), ArriveMinutes);

    internal Result<Done> Describe(string? name, string? icon, string? hint, int order)
    {
        if (name?.Trim() is not { Length: > 0 and <= 30 } text) return CategoryErrors.BadName;
        if (hint is { Length: > 120 }) return CategoryErrors.BadHint;
        (Name, Icon, Hint, Order) = (text, icon, string.IsNullOrWhiteSpace(hint) ? null : hint.Trim(), order);
        return Done.It;
    }

    internal Result<Done> Set(CategoryRules rules)
    {
        if (Problem(rules) is { } problem) return problem;
        if (!Skills.SequenceEqual(rules.Skills)) Skills = [.. rules.Skills];
        (Priority, ResponseMinutes, ArriveMinutes, ResolveMinutes, RoundTheClock) = (rules.Priority, rules.ResponseMinutes, rules.ArriveMinutes, rules.ResolveMinutes, rules.RoundTheClock);
        (Dispatch, Chargeable, Where) = (rules.Dispatch, rules.Chargeable, rules.Where);
        (NeedsBefore, NeedsAfter, MinSteps, NeedsSignature) = (rules.Evidence.Before, rules.Evidence.After, rules.Evidence.Steps, rules.Evidence.Signature);
        return Done.It;
    }

    /// <summary>What is wrong with the rules, or null.</summary>
    internal static Error? Problem(CategoryRules rules) =>
        rules.ResponseMinutes is < 1 or > 10_080 ? CategoryErrors.BadResponse
        : rules.ResolveMinutes < rules.ResponseMinutes || rules.ResolveMinutes > 129_600 ? CategoryErrors.BadResolve
        : rules.ArriveMinutes != 0 && (rules.ArriveMinutes < rules.ResponseMinutes || rules.ArriveMinutes > rules.ResolveMinutes) ? CategoryErrors.BadArrive
        : rules.Evidence.Steps is < 0 or > 20 ? CategoryErrors.BadSteps
        : rules.Skills.Count > 5 ? CategoryErrors.TooManySkills
        : null;

    /// <summary>Takes no new tickets; old ones keep it.</summary>
    internal void Retire(bool retired = true) => Retired = retired;
}

static class CategoryErrors
{
    internal static readonly Error BadName = new(ErrorKind.Invalid, "tickets/category-name", "类别名称要 1 到 30 个字。");
    internal static readonly Error BadHint = new(ErrorKind.Invalid, "tickets/category-hint", "提示最长 120 个字。");
    internal static readonly Error BadResponse = new(ErrorKind.Invalid, "tickets/category-response", "响应时限要在 1 分钟到 7 天之间。");
    internal static readonly Error BadResolve = new(ErrorKind.Invalid, "tickets/category-resolve", "完成时限不能短于响应时限，最长 90 天。");
    internal static readonly Error BadArrive = new(ErrorKind.Invalid, "tickets/category-arrive", "到达时限要在响应时限和完成时限之间，不设就留空。");
    internal static readonly Error BadSteps = new(ErrorKind.Invalid, "tickets/category-steps", "步骤数要在 0 到 20 之间。");
    internal static readonly Error TooManySkills = new(ErrorKind.Invalid, "tickets/category-skills", "最多要求 5 项技能。");
    internal static readonly Error UnknownSkill = new(ErrorKind.Invalid, "tickets/category-unknown-skill", "没有“{0}”这项技能，请先在员工设置里添加。");
    internal static readonly Error BadParent = new(ErrorKind.Invalid, "tickets/category-parent", "上级类别不存在。");
    internal static readonly Error BadKey = new(ErrorKind.Invalid, "tickets/category-key", "编号要用小写字母、数字和连字符，最长 40 位，且不能与别的类别相同。");
}
