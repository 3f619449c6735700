-- Run by neovim.test.ts in a Neovim without a window: what a user does there, and what is then to be seen, as JSON.
local input = vim.json.decode(table.concat(vim.fn.readfile(vim.env.SARGABLE_INPUT), '\n'))
vim.cmd('filetype on')
dofile(input.recipe)

local buffers = {}
for _, file in ipairs(input.files) do
  vim.cmd.edit(file)
  buffers[file] = vim.api.nvim_get_current_buf()
  -- A user looks at a file that is opened; Neovim asks for the findings of what is looked at.
  vim.wait(20000, function() return #vim.lsp.get_clients({ bufnr = 0 }) > 0 end, 20)
  vim.wait(100)
end

local function found()
  local all = {}
  for file, buffer in pairs(buffers) do
    for _, one in ipairs(vim.diagnostic.get(buffer)) do
      table.insert(all, { file = file, line = one.lnum, rule = one.code, message = one.message, source = one.source })
    end
  end
  return all
end

local function eventually(holds) return vim.wait(60000, holds, 100) end

eventually(function() return #found() >= input.expected end)
vim.wait(500)
local before = found()

vim.cmd.edit(input.at.file)
vim.api.nvim_win_set_cursor(0, { input.at.line + 1, input.at.character })
local client = vim.lsp.get_clients({ bufnr = 0, name = 'sargable' })[1]
local function ask(method, params)
  local answer = client.request_sync and (vim.fn.has('nvim-0.11') == 1 and client:request_sync(method, params, 20000, 0) or client.request_sync(method, params, 20000, 0))
  return answer and answer.result or vim.NIL
end
local hover = ask('textDocument/hover', vim.lsp.util.make_position_params(0, client.offset_encoding))
local hints = ask('textDocument/inlayHint', { textDocument = { uri = vim.uri_from_bufnr(0) }, range = { start = { line = 0, character = 0 }, ['end'] = { line = 1000, character = 0 } } })
local lenses = ask('textDocument/codeLens', { textDocument = { uri = vim.uri_from_bufnr(buffers[input.schema]) } })

vim.lsp.buf.code_action({ apply = true, filter = function(action) return action.title:match('^Add index .* in schema%.ts$') ~= nil end })
local function schema() return table.concat(vim.api.nvim_buf_get_lines(buffers[input.schema], 0, -1, false), '\n') end
eventually(function() return schema():find(input.index, 1, true) ~= nil end)
eventually(function()
  for _, one in ipairs(vim.diagnostic.get(buffers[input.at.file])) do if one.lnum == input.at.line then return false end end
  return true
end)

vim.fn.writefile({ vim.json.encode({ before = before, after = found(), hover = hover, hints = hints, lenses = lenses, schema = schema() }) }, input.out)
vim.cmd('qa!')
