using Data;
using Microsoft.EntityFrameworkCore;
using Platform;
using static Platform.Words;

namespace Tickets.Categories;

/// <summary>What people may report is there from the template, and worth a look.</summary>
sealed class CategoryFirstSteps(AppDb db) : IFirstSteps
{
    public async Task<IReadOnlyList<FirstStep>> Steps(CancellationToken stop) =>
        [new(40, T("看一遍工单类别"), T("住户能报什么，多久要响应和修好，派给谁"), "settings/categories", await db.Categories.CountAsync(c => c.ParentId != null && !c.Retired, stop))];
}
